package io.meshwork.api;

import io.meshwork.model.Name;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of a record as the wire writes it. */
final class RecordSchema {
  private final Deque<Class<?>> open = new ArrayDeque<>();
  private final Set<Class<?>> known = new LinkedHashSet<>();

  /** A whole document. */
  static String of(Class<? extends Record> type, String title) {
    RecordSchema schema = new RecordSchema();
    ObjectNode root = MeshJson.mapper().createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", title);
    root.put("$ref", reference(type));
    schema.add(type);
    ObjectNode definitions = root.putObject("$defs");
    for (Class<?> each = schema.open.poll(); each != null; each = schema.open.poll()) {
      definitions.set(name(each), schema.definition(each));
    }
    return MeshJson.pretty(root) + "\n";
  }

  private void add(Class<?> type) {
    if (known.add(type)) {
      open.add(type);
    }
  }

  private static String name(Class<?> type) {
    return type.isMemberClass()
        ? type.getDeclaringClass().getSimpleName() + "." + type.getSimpleName()
        : type.getSimpleName();
  }

  private static String reference(Class<?> type) {
    return "#/$defs/" + name(type);
  }

  private ObjectNode definition(Class<?> type) {
    ObjectNode definition = MeshJson.mapper().createObjectNode();
    if (type.isEnum()) {
      var words = definition.put("type", "string").putArray("enum");
      for (Object constant : type.getEnumConstants()) {
        words.add(MeshJson.toTree(constant).asString());
      }
      return definition;
    }
    definition.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = definition.putObject("properties");
    var required = definition.putArray("required");
    for (RecordComponent component : type.getRecordComponents()) {
      ObjectNode property = of(component.getGenericType());
      required.add(component.getName());
      if (isNullable(component.getAnnotatedType())) {
        ObjectNode either = MeshJson.mapper().createObjectNode();
        either.putArray("anyOf").add(property).addObject().put("type", "null");
        property = either;
      }
      properties.set(component.getName(), property);
    }
    return definition;
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private ObjectNode of(Type type) {
    ObjectNode schema = MeshJson.mapper().createObjectNode();
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] arguments = generic.getActualTypeArguments();
      if (Collection.class.isAssignableFrom(raw)) {
        schema.put("type", "array").set("items", of(arguments[0]));
      } else if (Map.class.isAssignableFrom(raw)) {
        schema.put("type", "object").set("additionalProperties", of(arguments[1]));
      } else {
        throw new AssertionError("Say how " + type + " is written");
      }
      return schema;
    }
    Class<?> plain = (Class<?>) type;
    if ((plain.isRecord() && !Name.class.isAssignableFrom(plain)) || plain.isEnum()) {
      add(plain);
      return schema.put("$ref", reference(plain));
    }
    return simple(plain, schema);
  }

  private static ObjectNode simple(Class<?> type, ObjectNode schema) {
    if (type == String.class || Name.class.isAssignableFrom(type)) {
      return schema.put("type", "string");
    }
    if (type == UUID.class) {
      return schema.put("type", "string").put("format", "uuid");
    }
    if (type == Instant.class) {
      return schema.put("type", "string").put("format", "date-time");
    }
    if (type == boolean.class || type == Boolean.class) {
      return schema.put("type", "boolean");
    }
    if (type == BigDecimal.class || type == double.class) {
      return schema.put("type", "number");
    }
    if (type == int.class || type == long.class || type == Long.class || type == Integer.class) {
      return schema.put("type", "integer");
    }
    throw new AssertionError("Say how " + type + " is written");
  }
}
