package io.meshwork.console.map;

import io.meshwork.api.Kind;
import io.meshwork.api.LinkDocument;
import io.meshwork.api.MeshJson;
import io.meshwork.console.part.Choices;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.controlplane.monitoring.Instance;
import io.meshwork.deployment.observation.BrokerStatus;
import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.BrokerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The mesh at one moment, as far as one may see it. */
record Picture(
    Map<RegionName, Set<BrokerName>> regions,
    Map<BrokerName, BrokerStatus> health,
    List<LinkDocument> links,
    List<Instance> relays) {
  private static final String ARROW = ">";
  private static final double THIN = 1.5;
  private static final double THICK = 8;

  static Picture read(RoomsOfMap rooms, Actor actor) {
    Choices choices = new Choices(rooms.catalog(), actor);
    Map<RegionName, Set<BrokerName>> regions = new TreeMap<>();
    for (Resource region : choices.all(Kind.REGION)) {
      regions.put((RegionName) region.name(), new TreeSet<>());
    }
    for (Resource broker : choices.all(Kind.BROKER)) {
      regions
          .computeIfAbsent(broker.spec(BrokerSpec.class).region(), _ -> new TreeSet<>())
          .add((BrokerName) broker.name());
    }
    Map<BrokerName, BrokerStatus> health = new HashMap<>();
    rooms.health().all(actor).forEach(status -> health.put(status.broker(), status));
    return new Picture(
        regions,
        health,
        rooms.monitoring().links(actor),
        rooms.monitoring().instances(actor).stream().filter(Instance::alive).toList());
  }

  /** All links between two brokers in one direction; a broker to itself: deliveries. */
  record Passage(String from, String to, List<LinkDocument> links) {
    String id() {
      return from + ARROW + to;
    }

    double rate() {
      return links.stream().mapToDouble(LinkDocument::eventsPerSecond).sum();
    }

    long lag() {
      return links.stream().mapToLong(LinkDocument::lagEvents).sum();
    }

    String tone() {
      if (links.stream().anyMatch(link -> link.state().equals("stopped"))) {
        return "bad";
      }
      return links.stream().allMatch(link -> link.state().equals("running")) ? "" : "waiting";
    }

    String label() {
      String rate = String.format(Locale.ROOT, "%,.1f/s", rate());
      return lag() == 0 ? rate : rate + String.format(Locale.ROOT, " · %,d behind", lag());
    }
  }

  List<Passage> passages() {
    Map<String, List<LinkDocument>> byEnds =
        links.stream()
            .collect(
                Collectors.groupingBy(
                    link -> link.fromBroker() + ARROW + link.toBroker(),
                    TreeMap::new,
                    Collectors.toList()));
    return byEnds.values().stream()
        .map(all -> new Passage(all.getFirst().fromBroker(), all.getFirst().toBroker(), all))
        .toList();
  }

  /** What the drawing script reads. */
  String json() {
    ObjectNode root = MeshJson.mapper().createObjectNode();
    ArrayNode places = root.putArray("regions");
    Set<String> drawn = new TreeSet<>();
    regions.forEach(
        (region, brokers) -> {
          if (brokers.isEmpty()) {
            return;
          }
          ArrayNode inside = places.addObject().put("name", region.value()).putArray("brokers");
          for (BrokerName broker : brokers) {
            drawn.add(broker.value());
            inside
                .addObject()
                .put("name", broker.value())
                .put("away", health.get(broker) instanceof BrokerStatus.Away);
          }
        });
    ArrayNode edges = root.putArray("edges");
    for (Passage passage : passages()) {
      if (drawn.contains(passage.from()) && drawn.contains(passage.to())) {
        edges
            .addObject()
            .put("id", passage.id())
            .put("from", passage.from())
            .put("to", passage.to())
            .put("label", passage.label())
            .put("tone", passage.tone())
            .put("width", Math.min(THICK, THIN + Math.log10(1 + passage.rate()) * 2));
      }
    }
    return root.toString();
  }
}
