package org.idrelay.records;

import org.idrelay.operations.StoreException;

/** Where the key that wraps all others is. */
interface KeySource {

    /**
     * The key.
     *
     * @param mayCreate whether a new one may be made where there is none: only as long as nothing is wrapped with it
     * @throws StoreException STORE_KEY_MISSING
     */
    WrappingKey open(boolean mayCreate) throws StoreException;
}
