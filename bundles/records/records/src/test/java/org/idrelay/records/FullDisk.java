package org.idrelay.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** H2's file system {@code fulldisk:}: like the ordinary one, until the disk is said to be full. */
public final class FullDisk extends FilePathWrapper {

    static final String SCHEME = "fulldisk";

    private static volatile boolean full;

    static void register() {
        FilePath.register(new FullDisk());
    }

    static void full(boolean now) {
        full = now;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel below = getBase().open(mode);
        return new FileBaseDefault() {
            @Override
            public long size() throws IOException {
                return below.size();
            }

            @Override
            public synchronized int read(ByteBuffer target, long position) throws IOException {
                return below.read(target, position);
            }

            @Override
            public synchronized int write(ByteBuffer source, long position) throws IOException {
                if (full) {
                    throw new IOException("No space left on device");
                }
                return below.write(source, position);
            }

            @Override
            protected void implTruncate(long size) throws IOException {
                below.truncate(size);
            }

            @Override
            public void force(boolean metaData) throws IOException {
                below.force(metaData);
            }

            @Override
            public FileLock tryLock(long position, long size, boolean shared) throws IOException {
                return below.tryLock(position, size, shared);
            }

            @Override
            protected void implCloseChannel() throws IOException {
                below.close();
            }
        };
    }
}
