package io.meshwork.deployment.discovery;

import io.meshwork.api.DiscoveryDocument.Proposal;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceDocument;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.schema.SchemaInference;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an unknown channel could become. Pure.
 *
 * @param taken whether there is, or was, an event type of this name
 */
record Proposals(
    BrokerName broker,
    Blueprint blueprint,
    @Nullable TeamName team,
    Predicate<EventTypeName> taken) {
  private static final int MAX_NAME = 128;

  /** A proposal, or why there is none. */
  sealed interface Answer {
    /** It could be this. */
    record Yes(Proposal proposal) implements Answer {}

    /** It could be none. */
    record No(String reason) implements Answer {}
  }

  Answer of(ResourceId id, @Nullable ChannelShape shape, Samples samples, boolean read) {
    if (shape == null) {
      return new Answer.No("Its transport tells no shape of it.");
    }
    if (shape.partitions() > EventTypeSpec.MAX_PARTITIONS) {
      return new Answer.No(
          "It has %d partitions; an event type takes %d at most."
              .formatted(shape.partitions(), EventTypeSpec.MAX_PARTITIONS));
    }
    if (samples.payloads().isEmpty() && samples.others() > 0) {
      return new Answer.No(
          "Its newest events are not JSON, so that no schema can be inferred; register it with a"
              + " schema of your own.");
    }
    return named(id.name())
        .map(name -> of(name, id, shape, samples, read))
        .orElseGet(() -> new Answer.No("No event type can be called '%s'.".formatted(id.name())));
  }

  private Answer of(
      EventTypeName name, ResourceId id, ChannelShape shape, Samples samples, boolean read) {
    if (taken.test(name)) {
      return new Answer.No(
          "There is an event type '%s' already, or its name is reserved. A plan of a publication"
                  .formatted(name)
              + " at this broker can take over what is there.");
    }
    boolean adoptable =
        blueprint.address(new ChannelId.Entry(name, broker)).value().equals(id.name());
    List<String> notes = new ArrayList<>();
    if (!read) {
      notes.add("There was no time to read its events; look for it by name to have a schema.");
    } else if (samples.payloads().isEmpty()) {
      notes.add("It holds no events, so that the schema accepts everything. Write one.");
    } else {
      notes.add(
          "The schema is a guess from %s. Look it over."
              .formatted(
                  samples.payloads().size() == 1
                      ? "one event"
                      : samples.payloads().size() + " events"));
    }
    if (samples.others() > 0) {
      notes.add("%d of its newest events are not JSON.".formatted(samples.others()));
    }
    if (!adoptable) {
      notes.add(
          "'%s' is no name of an event type, so that a channel of a new name is made and the events there are not taken over."
              .formatted(id.name()));
    }
    return new Answer.Yes(
        new Proposal(
            document(name, id, shape, samples), samples.payloads().size(), adoptable, notes));
  }

  private ResourceDocument document(
      EventTypeName name, ResourceId id, ChannelShape shape, Samples samples) {
    ObjectNode spec = MeshJson.mapper().createObjectNode();
    ObjectNode schema = spec.putObject("schema").put("format", "json-schema");
    if (samples.payloads().isEmpty()) {
      schema.putObject("definition");
    } else {
      schema.set("definition", MeshJson.tree(SchemaInference.infer(samples.payloads()).value()));
    }
    spec.put("partitions", shape.partitions());
    spec.set("retention", MeshJson.toTree(shape.retention()));
    if (shape.retainedSize() != null) {
      spec.set("retainedSize", MeshJson.toTree(shape.retainedSize()));
    }
    spec.set("maxSize", MeshJson.toTree(shape.maxSize()));
    return new ResourceDocument(
        ResourceDocument.API_VERSION,
        Kind.EVENT_TYPE.word(),
        new ResourceDocument.MetadataDocument(
            name.value(),
            team == null ? null : team.value(),
            null,
            null,
            "Discovered on %s as %s.".formatted(broker, id)),
        spec,
        null);
  }

  /** Its own name where that can be an event type's; else the nearest that can. */
  private static Optional<EventTypeName> named(String name) {
    String near =
        name.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
    try {
      return Optional.of(
          new EventTypeName(near.length() > MAX_NAME ? near.substring(0, MAX_NAME) : near));
    } catch (MeshException e) {
      return Optional.empty();
    }
  }
}
