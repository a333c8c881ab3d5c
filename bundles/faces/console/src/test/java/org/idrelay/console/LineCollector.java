package org.idrelay.console;

import java.util.List;
import java.util.concurrent.Flow;

/** Adds every line to a list as it comes. */
record LineCollector(List<String> lines) implements Flow.Subscriber<String> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        lines.add(line);
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
}
