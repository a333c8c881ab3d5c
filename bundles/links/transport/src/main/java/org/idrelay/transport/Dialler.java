package org.idrelay.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.idrelay.api.FailureCode;
import org.idrelay.link.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one link to the first of several addresses that answers: dials them in turn, waits longer after each round that
 * failed, and begins again when the link is lost. Lives on the event loop; asks name servers elsewhere.
 */
@SuppressWarnings("FutureReturnValueIgnored") // every attempt ends in a listener or in a closed loop
final class Dialler {

    private static final Logger log = LoggerFactory.getLogger(Dialler.class);
    private static final int CONNECT_MILLIS = 3000;

    /** A link that lived that long was a good one: its loss begins a new count of attempts. */
    private static final long GOOD_LINK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** What does not mend itself; somebody must update or correct a setting. */
    private static final Set<FailureCode> LASTING = Set.of(
            FailureCode.VERSION_UNSUPPORTED,
            FailureCode.ROLE_REFUSED,
            FailureCode.TLS_FAILED,
            FailureCode.IDENTITY_REFUSED,
            FailureCode.IDENTITY_FROZEN);

    /** Somebody else has what we want: dialling again at once would only begin a quarrel. */
    private static final Set<FailureCode> TAKEN = Set.of(FailureCode.HOST_TAKEN, FailureCode.LINK_REPLACED);

    private final RelayContext context;
    private final String name;
    private final List<HostPort> addresses;
    private final Bootstrap bootstrap;
    private final Backoff backoff = new Backoff();

    /** What was said since the last good link; the same is not said again. */
    private final Set<String> said = new HashSet<>();

    private int next;
    private boolean lasting;
    private boolean stopped;

    /**
     * @param pipeline fills the pipeline of a dialled channel
     * @throws IllegalArgumentException if an address is none
     */
    Dialler(RelayContext context, Endpoint endpoint, Consumer<Channel> pipeline) {
        this.context = context;
        name = endpoint.name();
        addresses = endpoint.addresses().stream().map(HostPort::of).toList();
        bootstrap = new Bootstrap()
                .group(context.loop())
                .channel(NioSocketChannel.class)
                .resolver(NoopAddressResolverGroup.INSTANCE) // Netty's would block the loop
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel dialled) {
                        pipeline.accept(dialled);
                    }
                });
    }

    /** Begins to dial, from any thread. */
    void start() {
        context.loop().execute(this::dial);
    }

    /** Dials no more. On the loop. */
    void stop() {
        stopped = true;
    }

    private void dial() {
        if (!stopped) {
            HostPort address = addresses.get(next);
            CompletableFuture.supplyAsync(address::resolved, context.names())
                    .thenAcceptAsync(resolved -> connect(address, resolved), context.loop());
        }
    }

    private void connect(HostPort address, InetSocketAddress resolved) {
        if (stopped) {
            return;
        }
        long began = System.nanoTime();
        ChannelFuture connected =
                bootstrap.clone().attr(LinkTls.DIALLED, address).connect(resolved);
        connected.channel().closeFuture().addListener(closed -> {
            if (connected.isSuccess()) {
                lost(address, connected.channel(), System.nanoTime() - began);
            } else {
                say(false, "nobody answers at " + address);
            }
            dialAgain();
        });
    }

    private void lost(HostPort address, Channel channel, long livedNanos) {
        FailureCode code = channel.attr(Closing.REASON).get();
        boolean linked = channel.attr(LiveLink.OF_CHANNEL).get() != null;
        if (!linked) {
            boolean lasts = code != null && LASTING.contains(code);
            lasting |= lasts;
            String detail = channel.attr(Closing.DETAIL).get();
            say(
                    lasts,
                    "no link to %s: %s%s"
                            .formatted(
                                    address,
                                    code == null ? FailureCode.LINK_CLOSED : code,
                                    detail == null ? "" : " (" + detail + ")"));
        } else if (livedNanos > GOOD_LINK_NANOS && (code == null || !TAKEN.contains(code))) {
            said.clear();
            backoff.reset();
            next = addresses.size() - 1; // the loss ends the round
        }
    }

    private void dialAgain() {
        next = (next + 1) % addresses.size();
        int pause = 0;
        if (next == 0) {
            pause = lasting ? backoff.longestMillis() : backoff.nextMillis();
            lasting = false;
        }
        context.loop().schedule(this::dial, pause, TimeUnit.MILLISECONDS);
    }

    private void say(boolean forSomebodyToMend, String what) {
        if (said.add(what)) {
            if (forSomebodyToMend) {
                log.error("{}: {}; dialling on, seldom", name, what);
            } else {
                log.warn("{}: {}; dialling on", name, what);
            }
        }
    }
}
