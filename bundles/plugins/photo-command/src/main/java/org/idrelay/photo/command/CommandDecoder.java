package org.idrelay.photo.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.idrelay.api.Bytes;
import org.idrelay.api.FailureCode;
import org.idrelay.api.photo.PhotoDecoder;
import org.idrelay.api.photo.PhotoException;
import org.idrelay.api.photo.PhotoImage;
import org.idrelay.api.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A decoder that is a program: it gets the photo on its standard input and writes the picture to its standard output. It runs
 * for one photo, without environment, with limits of time, memory and output. Any number of threads, so many at a time.
 */
@Component(configurationPid = CommandDecoder.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CommandDecoder.Config.class, factory = true)
public final class CommandDecoder implements PhotoDecoder {

    @ObjectClassDefinition(name = "IdRelay photo decoder as a command")
    @interface Config {
        @AttributeDefinition(description = "The decoder's name, for operators.")
        String name() default "command";

        @AttributeDefinition(
                description = "The program and its arguments, separated by commas. Default: none, it must be given.")
        String command() default "";

        @AttributeDefinition(description = "What it writes: image/png, image/jpeg, image/bmp.")
        String mediaType() default "image/bmp";

        @AttributeDefinition(description = "First bytes of the photos that it knows, in hex; empty: any photo.")
        String firstBytes() default "";

        @AttributeDefinition(description = "Milliseconds that it may take.")
        int timeoutMillis() default 2000;

        @AttributeDefinition(description = "Mebibytes of address space that it may use; 0: no limit.")
        int memoryMebibytes() default 256;

        @AttributeDefinition(description = "How many of it may run at a time.")
        int processes() default 2;
    }

    static final String PID = "org.idrelay.photo.command";

    private static final int MAX_PICTURE_BYTES = 1 << 20;

    private static final List<String> MEDIA_TYPES = List.of("image/png", "image/jpeg", "image/bmp");

    /** What the program may take. */
    record Limits(int timeoutMillis, int memoryMebibytes, int processes) {}

    private final String name;
    private final List<String> command;
    private final String mediaType;
    private final Bytes firstBytes;
    private final int timeoutMillis;
    private final Semaphore processes;

    @Activate
    public CommandDecoder(Config config, Map<String, Object> properties) {
        this(config, Settings.of(properties, PID));
    }

    private CommandDecoder(Config config, Settings file) {
        this(
                config.name(),
                words(file, config.command()),
                mediaType(file, config.mediaType()),
                Bytes.ofHex(config.firstBytes()),
                new Limits(
                        file.atLeast("timeoutMillis", config.timeoutMillis(), 1),
                        file.atLeast("memoryMebibytes", config.memoryMebibytes(), 0),
                        file.atLeast("processes", config.processes(), 1)));
    }

    CommandDecoder(String name, List<String> command, String mediaType, Bytes firstBytes, Limits limits) {
        this.name = name;
        this.command = limited(limits.memoryMebibytes(), command);
        this.mediaType = mediaType;
        this.firstBytes = firstBytes;
        timeoutMillis = limits.timeoutMillis();
        processes = new Semaphore(limits.processes());
    }

    /** A path and an argument may have spaces in them: only commas separate. */
    static List<String> words(Settings file, String command) {
        if (command.isBlank()) {
            throw file.refused("command", "the program that decodes photos is missing");
        }
        return Arrays.stream(command.split(",")).map(String::strip).toList();
    }

    static String mediaType(Settings file, String mediaType) {
        if (!MEDIA_TYPES.contains(mediaType)) {
            throw file.refused("mediaType", "%s is none of %s".formatted(mediaType, String.join(", ", MEDIA_TYPES)));
        }
        return mediaType;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean recognises(Bytes photo) {
        return photo.startsWith(firstBytes);
    }

    @Override
    public PhotoImage decode(Bytes photo) throws PhotoException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        if (!processes.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS)) {
            throw failed("too many photos wait for it", null);
        }
        try {
            return new PhotoImage(mediaType, run(photo, deadline));
        } finally {
            processes.release();
        }
    }

    /** Who holds the program's output open is ended with it when the time is over, so that reading it always ends. */
    private Bytes run(Bytes photo, long deadline) throws PhotoException, InterruptedException {
        Process process = start();
        CompletableFuture<Process> ended = process.onExit()
                .orTimeout(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                .whenComplete((exited, late) -> end(process));
        write(photo, process.getOutputStream());
        byte[] picture = read(process.getInputStream());
        if (picture.length > MAX_PICTURE_BYTES) {
            end(process);
            throw failed("it wrote too much", null);
        }
        try {
            int exit = ended.get().exitValue();
            if (exit != 0) {
                throw failed("it ended with %d".formatted(exit), null);
            }
        } catch (ExecutionException e) {
            throw failed("it took too long", e);
        }
        if (picture.length == 0) {
            throw failed("it wrote nothing", null);
        }
        return Bytes.of(picture);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Process start() throws PhotoException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        try {
            return builder.start();
        } catch (IOException e) {
            throw failed("it cannot be started", e);
        }
    }

    private static byte[] read(InputStream output) {
        try (output) {
            return output.readNBytes(MAX_PICTURE_BYTES + 1);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** A photo fits the pipe: this does not block. A program that has seen enough may close its input early. */
    private static void write(Bytes photo, OutputStream input) {
        try (input) {
            input.write(photo.toArray());
        } catch (IOException e) {
            // its exit says whether that was right
        }
    }

    /** The shell sets the limit and becomes the program. */
    private static List<String> limited(int memoryMebibytes, List<String> command) {
        if (memoryMebibytes == 0) {
            return command;
        }
        List<String> limited = new ArrayList<>(
                List.of("/bin/sh", "-c", "ulimit -v %d && exec \"$@\"".formatted(memoryMebibytes * 1024L), "sh"));
        limited.addAll(command);
        return List.copyOf(limited);
    }

    private PhotoException failed(String why, @Nullable Throwable cause) {
        String message = "photo decoder %s: %s".formatted(name, why);
        return cause == null
                ? new PhotoException(FailureCode.PHOTO_FAILED, message)
                : new PhotoException(FailureCode.PHOTO_FAILED, message, cause);
    }
}
