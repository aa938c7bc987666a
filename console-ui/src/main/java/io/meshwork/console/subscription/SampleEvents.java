package io.meshwork.console.subscription;

import io.meshwork.api.MeshJson;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.browse.Browse;
import io.meshwork.deployment.browse.Browsed;
import io.meshwork.deployment.browse.BrowsedEvent;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.event.CloudEvents;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Events to try a filter on: published examples, and the newest where the actor may see them. */
final class SampleEvents {
  private static final Logger LOG = LoggerFactory.getLogger(SampleEvents.class);
  private static final int NEWEST = 10;

  private final Catalog catalog;
  private final Browse browse;
  private final CurrentActor actor;

  SampleEvents(Catalog catalog, Browse browse, CurrentActor actor) {
    this.catalog = catalog;
    this.browse = browse;
    this.actor = actor;
  }

  /**
   * One event as filters see it.
   *
   * @param label where it comes from
   * @param event CloudEvents JSON, the payload under {@code data}
   */
  record Sample(String label, JsonText event) {}

  /** Of these event types; those that cannot be read are left out. */
  List<Sample> of(List<EventTypeName> types) {
    List<Sample> samples = new ArrayList<>();
    types.forEach(type -> collect(type, samples));
    return samples;
  }

  private void collect(EventTypeName type, List<Sample> samples) {
    try {
      catalog
          .find(actor.require(), type)
          .ifPresent(
              found -> {
                int number = 1;
                for (JsonText example : found.spec(EventTypeSpec.class).examples()) {
                  samples.add(new Sample(type + ", example " + number++, example(type, example)));
                }
              });
      Browsed browsed = browse.newest(actor.require(), type, NEWEST);
      browsed.events().stream()
          .filter(event -> event.payload() != null)
          .forEach(
              event ->
                  samples.add(new Sample(type + ", event of " + event.at(), seen(type, event))));
    } catch (MeshException e) {
      LOG.atDebug().addKeyValue("eventType", type).log("No samples: {}", e.text());
    }
  }

  /** An example is CloudEvents JSON, or a payload alone. */
  static JsonText example(EventTypeName type, JsonText example) {
    JsonNode tree = MeshJson.tree(example.value());
    if (tree.has("specversion")) {
      return example;
    }
    ObjectNode event =
        MeshJson.mapper().createObjectNode().put("specversion", "1.0").put("type", type.value());
    event.set("data", tree);
    return new JsonText(event.toString());
  }

  private static JsonText seen(EventTypeName type, BrowsedEvent browsed) {
    ObjectNode event = MeshJson.mapper().createObjectNode().put("type", type.value());
    for (BrowsedEvent.HeaderText header : browsed.headers()) {
      if (header.name().startsWith(CloudEvents.PREFIX)) {
        event.put(header.name().substring(CloudEvents.PREFIX.length()), header.value());
      }
    }
    String payload = browsed.payload();
    if (payload != null && browsed.encoding() == BrowsedEvent.Encoding.JSON) {
      try {
        event.set("data", MeshJson.tree(payload));
      } catch (MeshException cut) {
        return new JsonText(event.toString());
      }
    }
    return new JsonText(event.toString());
  }
}
