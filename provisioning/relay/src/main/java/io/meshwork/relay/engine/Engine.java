package io.meshwork.relay.engine;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestLink;
import io.meshwork.model.RegionName;
import io.meshwork.relay.figures.Figures;
import io.meshwork.relay.spans.HopSpans;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.Transports;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the links of the newest manifest that it was given. A link that is the same in both is not
 * touched by a change; one that is gone drains; a new one joins its lane at a commit. Any thread.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private static final Comparator<SlotGroup> ORDER =
      Comparator.<SlotGroup>naturalOrder().thenComparingInt(SlotGroup::slots);

  private record Running(BrokerPair pair, GroupRun run) {}

  private final Transports transports;
  private final Secrets secrets;
  private final Figures figures;
  private final EngineSettings settings;
  private final Clock clock;
  private final HopSpans spans;
  private final Rates rates;
  private final ByteBudget budget;
  private final Map<SlotGroup, Running> groups = new TreeMap<>(ORDER);
  private boolean closed;

  /** Runs nothing yet. */
  public Engine(
      Transports transports,
      Secrets secrets,
      Figures figures,
      EngineSettings settings,
      Clock clock) {
    this(transports, secrets, figures, settings, clock, HopSpans.OFF);
  }

  /** The same, and tells of sampled events. */
  public Engine(
      Transports transports,
      Secrets secrets,
      Figures figures,
      EngineSettings settings,
      Clock clock,
      HopSpans spans) {
    this(transports, secrets, figures, settings, EngineTime.of(clock), spans);
  }

  /** The same, with rates that go by a time of their own. */
  public Engine(
      Transports transports,
      Secrets secrets,
      Figures figures,
      EngineSettings settings,
      EngineTime time,
      HopSpans spans) {
    this.spans = spans;
    this.rates = new Rates(time.nanos());
    this.transports = transports;
    this.secrets = secrets;
    this.figures = figures;
    this.settings = settings;
    this.clock = time.clock();
    this.budget = new ByteBudget(settings.maxBytes());
  }

  /** From now on this manifest. Returns when links that are gone have drained. */
  public synchronized void apply(Manifest manifest) {
    if (closed) {
      return;
    }
    Map<SlotGroup, List<ManifestLink>> wanted = byGroup(manifest.region(), manifest.links());
    Map<SlotGroup, BrokerPair> pairs = new TreeMap<>(ORDER);
    wanted.keySet().forEach(group -> pairs.put(group, BrokerPair.of(group, manifest)));
    List<SlotGroup> ending = new ArrayList<>();
    groups.forEach(
        (group, running) -> {
          if (!running.pair().equals(pairs.get(group))) {
            ending.add(group);
          }
        });
    end(ending);
    figures.keepOnly(manifest.links());
    rates.apply(manifest);
    int lanes = wanted.keySet().stream().mapToInt(SlotGroup::slots).sum();
    pairs.forEach(
        (group, pair) ->
            run(
                group,
                new GroupRun.Wanted(wanted.getOrDefault(group, List.of()), manifest.redrives()),
                pair,
                lanes));
    LOG.atInfo()
        .addKeyValue("revision", manifest.revision())
        .addKeyValue("links", manifest.links().size())
        .addKeyValue("groups", groups.size())
        .log("manifest applied");
  }

  private void run(SlotGroup group, GroupRun.Wanted wanted, BrokerPair pair, int lanes) {
    Running running = groups.get(group);
    if (running != null) {
      running.run().links(wanted);
      return;
    }
    GroupRun run =
        new GroupRun(
            group,
            wanted,
            () ->
                new GroupSeat(
                    pair.open(transports, secrets), settings, budget, clock, lanes, spans, rates),
            settings,
            figures,
            rates);
    groups.put(group, new Running(pair, run));
    run.start();
  }

  private void end(List<SlotGroup> ending) {
    List<GroupRun> runs = ending.stream().map(groups::remove).map(Running::run).toList();
    runs.forEach(GroupRun::stop);
    runs.forEach(GroupRun::close);
  }

  private static Map<SlotGroup, List<ManifestLink>> byGroup(
      RegionName region, List<ManifestLink> links) {
    Map<SlotGroup, List<ManifestLink>> groups = new TreeMap<>(ORDER);
    for (ManifestLink link : links) {
      groups.computeIfAbsent(BrokerPair.group(region, link), any -> new ArrayList<>()).add(link);
    }
    return groups;
  }

  /** Bytes that are read and not yet committed, and room given to sources. */
  public long bytesHeld() {
    return budget.taken();
  }

  /** Stops reading, finishes transactions, gives slots up. */
  @Override
  public synchronized void close() {
    closed = true;
    end(List.copyOf(groups.keySet()));
  }
}
