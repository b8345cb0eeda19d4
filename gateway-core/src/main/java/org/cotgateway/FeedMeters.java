package org.cotgateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.cotgateway.feed.FeedCounts;
import org.cotgateway.feed.FeedStatus;
import org.cotgateway.feed.RejectReason;
import org.jspecify.annotations.Nullable;

/** What each feed counts, as meters with the feed's name; those of a feed that is gone are gone with it. One thread at a time. */
final class FeedMeters implements MeterBinder {

    private static final String FEED = "feed";
    private static final double MS = 1_000;

    private @Nullable MeterRegistry registry;
    private final Map<String, FeedCounts> latest = new HashMap<>();
    private final Map<String, List<Meter>> meters = new HashMap<>();

    @Override
    public void bindTo(MeterRegistry target) {
        registry = target;
    }

    /** Shows these numbers from now on. */
    void show(List<FeedStatus> feeds) {
        MeterRegistry target = registry;
        if (target == null) {
            return;
        }
        latest.clear();
        feeds.forEach(feed -> latest.put(feed.name(), feed.counts()));
        Set<String> gone = new HashSet<>(meters.keySet());
        gone.removeAll(latest.keySet());
        for (String name : gone) {
            meters.getOrDefault(name, List.of()).forEach(target::remove);
            meters.remove(name);
        }
        latest.keySet().forEach(name -> meters.computeIfAbsent(name, feed -> register(feed, target)));
    }

    private List<Meter> register(String feed, MeterRegistry target) {
        List<Meter> registered = new ArrayList<>();
        registered.add(counter("in", "Rows that came in.", feed, FeedCounts::in).register(target));
        registered.add(counter("out", "Events made of rows and taken.", feed, FeedCounts::out)
                .register(target));
        registered.add(counter("ignored", "Rows that said nothing new, or not enough yet.", feed, FeedCounts::ignored)
                .register(target));
        registered.add(counter("stale", "Events that were stale when they came.", feed, FeedCounts::stale)
                .register(target));
        registered.add(counter("ahead", "Events whose time was ahead by more than a minute.", feed, FeedCounts::ahead)
                .register(target));
        for (RejectReason reason : RejectReason.values()) {
            registered.add(counter(
                            "rejected",
                            "Rows that became no event, by reason.",
                            feed,
                            counts -> counts.rejected().getOrDefault(reason, 0L))
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(target));
        }
        registered.add(Gauge.builder("cotgw.feed.lag.seconds", this, all -> all.lag(feed, FeedCounts::lagMs))
                .description("How much later than its own time the newest event came.")
                .tag(FEED, feed)
                .register(target));
        registered.add(Gauge.builder("cotgw.feed.lag.max.seconds", this, all -> all.lag(feed, FeedCounts::maxLagMs))
                .description("The most that an event came later than its own time.")
                .tag(FEED, feed)
                .register(target));
        return registered;
    }

    private FunctionCounter.Builder<FeedMeters> counter(
            String name, String meaning, String feed, ToDoubleFunction<FeedCounts> value) {
        return FunctionCounter.builder("cotgw.feed." + name, this, all -> all.count(feed, value))
                .description(meaning)
                .tag(FEED, feed);
    }

    private double count(String feed, ToDoubleFunction<FeedCounts> value) {
        FeedCounts counts = latest.get(feed);
        return counts == null ? 0 : value.applyAsDouble(counts);
    }

    private interface Lag {
        @Nullable
        Long of(FeedCounts counts);
    }

    private double lag(String feed, Lag lag) {
        FeedCounts counts = latest.get(feed);
        Long ms = counts == null ? null : lag.of(counts);
        return ms == null ? Double.NaN : ms / MS;
    }
}
