package io.meshwork.api;

import io.meshwork.model.BrokerName;
import io.meshwork.model.DataSize;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.Environment;
import io.meshwork.model.catalog.Place;
import io.meshwork.model.catalog.StartAt;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** How values that are not plain records look on the wire. */
final class WireTypes {
  static final ValueSerializer<JsonText> JSON_TEXT_WRITER =
      writer((text, out) -> out.writeTree(MeshJson.tree(text.value())));

  static final ValueDeserializer<JsonText> JSON_TEXT_READER =
      new ValueDeserializer<>() {
        @Override
        public JsonText deserialize(JsonParser parser, DeserializationContext context) {
          return new JsonText(context.readTree(parser).toString());
        }
      };

  static final ValueSerializer<DataSize> SIZE_WRITER =
      writer((size, out) -> out.writeString(size.toString()));

  static final ValueDeserializer<DataSize> SIZE_READER =
      new ValueDeserializer<>() {
        @Override
        public DataSize deserialize(JsonParser parser, DeserializationContext context) {
          return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
              ? new DataSize(parser.getLongValue())
              : DataSize.parse(text(parser, context));
        }
      };

  static final ValueDeserializer<Duration> DURATION_READER =
      new ValueDeserializer<>() {
        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) {
          String text = parser.getString();
          try {
            return Duration.parse(text);
          } catch (DateTimeParseException e) {
            throw invalid("'%s' is not a duration such as 'P7D' or 'PT30S'.".formatted(text));
          }
        }
      };

  static final ValueSerializer<Revision> REVISION_WRITER =
      writer((revision, out) -> out.writeNumber(revision.number()));

  static final ValueDeserializer<Revision> REVISION_READER =
      new ValueDeserializer<>() {
        @Override
        public Revision deserialize(JsonParser parser, DeserializationContext context) {
          return new Revision(parser.getLongValue());
        }
      };

  static final ValueSerializer<StartAt> START_WRITER =
      writer(
          (start, out) ->
              out.writeString(
                  switch (start) {
                    case StartAt.Latest() -> "latest";
                    case StartAt.Earliest() -> "earliest";
                    case StartAt.Moment(Instant at) -> at.toString();
                  }));

  static final ValueDeserializer<StartAt> START_READER =
      new ValueDeserializer<>() {
        @Override
        public StartAt deserialize(JsonParser parser, DeserializationContext context) {
          String text = text(parser, context);
          return switch (text) {
            case "latest" -> new StartAt.Latest();
            case "earliest" -> new StartAt.Earliest();
            default -> new StartAt.Moment(moment(text));
          };
        }
      };

  static final ValueSerializer<Place> PLACE_WRITER =
      writer(
          (place, out) -> {
            out.writeStartObject();
            switch (place) {
              case Place.AtBroker(BrokerName broker) ->
                  out.writeStringProperty("broker", broker.value());
              case Place.AtEndpoint(
                      BrokerName broker,
                      String kind,
                      Map<String, String> settings) -> {
                out.writeObjectPropertyStart("endpoint");
                out.writeStringProperty("broker", broker.value());
                out.writeStringProperty("kind", kind);
                out.writeObjectPropertyStart("settings");
                settings.forEach(out::writeStringProperty);
                out.writeEndObject();
                out.writeEndObject();
              }
            }
            out.writeEndObject();
          });

  static final ValueDeserializer<Place> PLACE_READER =
      new ValueDeserializer<>() {
        @Override
        public Place deserialize(JsonParser parser, DeserializationContext context) {
          JsonNode node = context.readTree(parser);
          if (node.size() == 1 && node.path("broker").isString()) {
            return new Place.AtBroker(new BrokerName(node.path("broker").asString()));
          }
          JsonNode endpoint = node.path("endpoint");
          if (node.size() == 1
              && endpoint.path("broker").isString()
              && endpoint.path("kind").isString()) {
            Map<String, String> settings = new HashMap<>();
            endpoint
                .path("settings")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asString()));
            return new Place.AtEndpoint(
                new BrokerName(endpoint.path("broker").asString()),
                endpoint.path("kind").asString(),
                settings);
          }
          throw invalid(
              "must be {\"broker\": NAME} or {\"endpoint\": {\"broker\": NAME, \"kind\": KIND, \"settings\": {…}}}.");
        }
      };

  private WireTypes() {}

  /** Lets names be keys of maps. */
  static void nameKeys(SimpleModule module) {
    key(module, BrokerName.class, BrokerName::new);
    key(module, Environment.class, Environment::new);
  }

  private static <K> void key(SimpleModule module, Class<K> type, Function<String, K> naming) {
    module.addKeyDeserializer(
        type,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context) {
            return naming.apply(key);
          }
        });
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw invalid(
          "'%s' must be 'latest', 'earliest' or a moment such as '2026-11-01T12:00:00Z'."
              .formatted(text));
    }
  }

  private static String text(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return context.handleUnexpectedToken(context.constructType(String.class), parser)
              instanceof String text
          ? text
          : "";
    }
    return parser.getString();
  }

  private static MeshException invalid(String message) {
    return new MeshException(ApiError.INVALID_DOCUMENT, message);
  }

  private interface Writing<T> {
    void write(T value, JsonGenerator out);
  }

  private static <T> ValueSerializer<T> writer(Writing<T> writing) {
    return new ValueSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializationContext context) {
        writing.write(value, out);
      }
    };
  }
}
