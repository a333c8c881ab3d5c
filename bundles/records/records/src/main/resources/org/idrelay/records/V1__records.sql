-- Nothing in these tables says who somebody is: what does is sealed, and number_digest is keyed.

-- Keys of the store itself, wrapped by the key of the key store.
create table if not exists store_key (
    purpose varchar(20) primary key,
    wrapped bytea not null
);

create table if not exists record (
    id uuid primary key,
    presence uuid not null unique,
    document varchar(20) not null,
    read_at timestamp with time zone not null,
    terminal varchar(200) not null,
    reader varchar(200) not null,
    number_digest bytea not null
);

create index if not exists record_number on record (number_digest, read_at);

-- Each record's own key: without its row the record is noise, wherever a copy of its parts may be.
create table if not exists data_key (
    record uuid primary key references record (id),
    wrapped bytea not null
);

create table if not exists part (
    record uuid not null references record (id),
    name varchar(20) not null,
    format smallint not null,
    cipher varchar(20) not null,
    sealed bytea not null,
    primary key (record, name)
);
