package io.meshwork.api;

import io.meshwork.model.DataSize;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.Place;
import io.meshwork.model.catalog.StartAt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The one JSON mapper of the wire: strict (unknown and duplicate fields are refused), enums in
 * lower case with hyphens, ids as plain strings, JSON texts as the values they are. Thread safe.
 */
public final class MeshJson {
  private static final JsonMapper MAPPER = configure(JsonMapper.builder()).build();

  private MeshJson() {}

  /** The mapper itself, for web adapters. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** Gives a builder the wire's rules; a web framework's mapper is made with it. */
  public static JsonMapper.Builder configure(JsonMapper.Builder builder) {
    return builder
        .annotationIntrospector(new WireNames())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .addModule(wireTypes());
  }

  /** Reads one value; {@link ApiError#MALFORMED_DOCUMENT} when it is not one. */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new MeshException(
          ApiError.MALFORMED_DOCUMENT,
          "%s: %s%s."
              .formatted(
                  type == JsonNode.class
                      ? "This is not JSON"
                      : "This is not a valid " + type.getSimpleName(),
                  place(e.getLocation()),
                  e.getOriginalMessage()),
          e);
    }
  }

  private static String place(@Nullable TokenStreamLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
  }

  /** Reads a tree; {@link ApiError#MALFORMED_DOCUMENT} when it is not JSON. */
  public static JsonNode tree(String json) {
    return read(json, JsonNode.class);
  }

  /** Writes on one line. */
  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Writes for people. */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /** As a tree. */
  public static JsonNode toTree(Object value) {
    return MAPPER.valueToTree(value);
  }

  private static SimpleModule wireTypes() {
    SimpleModule module = new SimpleModule("meshwork");
    module.addSerializer(JsonText.class, WireTypes.JSON_TEXT_WRITER);
    module.addDeserializer(JsonText.class, WireTypes.JSON_TEXT_READER);
    module.addSerializer(DataSize.class, WireTypes.SIZE_WRITER);
    module.addDeserializer(DataSize.class, WireTypes.SIZE_READER);
    module.addDeserializer(Duration.class, WireTypes.DURATION_READER);
    module.addSerializer(Place.class, WireTypes.PLACE_WRITER);
    module.addDeserializer(Place.class, WireTypes.PLACE_READER);
    module.addSerializer(StartAt.class, WireTypes.START_WRITER);
    module.addDeserializer(StartAt.class, WireTypes.START_READER);
    module.addSerializer(Revision.class, WireTypes.REVISION_WRITER);
    module.addDeserializer(Revision.class, WireTypes.REVISION_READER);
    WireTypes.nameKeys(module);
    return module;
  }

  /** Where in a text something could not be read, as a JSON pointer; empty: the whole. */
  public static String pointer(JacksonException error) {
    StringBuilder pointer = new StringBuilder();
    for (JacksonException.Reference step : error.getPath()) {
      String property = step.getPropertyName();
      pointer
          .append('/')
          .append(
              property == null
                  ? Integer.toString(step.getIndex())
                  : property.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
