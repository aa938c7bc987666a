package io.meshwork.deployment.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.execution.Cause;
import io.meshwork.deployment.execution.Step;
import io.meshwork.model.ChannelId;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.planner.Causes;
import io.meshwork.transport.spi.Operation;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How steps, links and causes are written down: the wire's rules, and a word for each alternative
 * of a sealed type.
 */
public final class StoreJson {
  private static final ValueSerializer<Cause> CAUSE_WRITER =
      new ValueSerializer<>() {
        @Override
        public void serialize(Cause cause, JsonGenerator out, SerializationContext context) {
          TeamName team = cause.team();
          out.writeStartArray();
          out.writeString(Causes.kind(cause.name()));
          out.writeString(cause.name().value());
          if (team != null) {
            out.writeString(team.value());
          }
          out.writeEndArray();
        }
      };

  private static final ValueDeserializer<Cause> CAUSE_READER =
      new ValueDeserializer<>() {
        @Override
        public Cause deserialize(JsonParser parser, DeserializationContext context) {
          JsonNode node = context.readTree(parser);
          return new Cause(
              name(node.path(0).asString(), node.path(1).asString()),
              node.size() > 2 ? new TeamName(node.path(2).asString()) : null);
        }
      };

  private static final JsonMapper MAPPER =
      MeshJson.configure(JsonMapper.builder())
          .changeDefaultVisibility(visibility -> visibility.withIsGetterVisibility(Visibility.NONE))
          .addMixIn(Step.class, StepWords.class)
          .addMixIn(Operation.class, OperationWords.class)
          .addMixIn(ChannelId.class, ChannelWords.class)
          .addModule(module())
          .build();

  private StoreJson() {}

  /** Writes on one line. */
  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Reads what {@link #write} wrote. */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw unreadable(type.getSimpleName(), e);
    }
  }

  /** Reads a tree. */
  public static JsonNode tree(String json) {
    return read(json, JsonNode.class);
  }

  /** Reads a list. */
  public static <T> List<T> readList(String json, TypeReference<List<T>> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw unreadable(type.getType().getTypeName(), e);
    }
  }

  /** The name of a kind's word, as {@link Causes#kind} gives it. */
  public static Name name(String kind, String name) {
    return Arrays.stream(Kind.values())
        .filter(each -> each.word().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new MeshException(
                    DeploymentError.UNREADABLE_RECORD,
                    "A record names a '%s', which this version does not know.".formatted(kind)))
        .name(name);
  }

  private static MeshException unreadable(String what, JacksonException e) {
    return new MeshException(
        DeploymentError.UNREADABLE_RECORD,
        "A stored %s cannot be read by this version: %s".formatted(what, e.getOriginalMessage()),
        e);
  }

  private static SimpleModule module() {
    SimpleModule module = new SimpleModule("deployment");
    module.addSerializer(Cause.class, CAUSE_WRITER);
    module.addDeserializer(Cause.class, CAUSE_READER);
    module.addKeyDeserializer(
        SubscriptionName.class,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context) {
            return new SubscriptionName(key);
          }
        });
    return module;
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Step.OnBroker.class, name = "on-broker"),
    @JsonSubTypes.Type(value = Step.Switch.class, name = "switch")
  })
  private interface StepWords {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "operation")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Operation.Create.class, name = "create"),
    @JsonSubTypes.Type(value = Operation.Change.class, name = "change"),
    @JsonSubTypes.Type(value = Operation.Delete.class, name = "delete"),
    @JsonSubTypes.Type(value = Operation.Adopt.class, name = "adopt"),
    @JsonSubTypes.Type(value = Operation.Release.class, name = "release")
  })
  private interface OperationWords {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "channel")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ChannelId.Entry.class, name = "entry"),
    @JsonSubTypes.Type(value = ChannelId.Arrival.class, name = "arrival"),
    @JsonSubTypes.Type(value = ChannelId.Subscribed.class, name = "subscribed"),
    @JsonSubTypes.Type(value = ChannelId.DeadLetter.class, name = "dead-letter"),
    @JsonSubTypes.Type(value = ChannelId.DeadTransfers.class, name = "dead-transfers")
  })
  private interface ChannelWords {}
}
