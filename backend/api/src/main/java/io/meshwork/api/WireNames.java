package io.meshwork.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Teaches the mapper the model's words, so that the model need not know of JSON: a record of the
 * model with the one component {@code value} is that value; enums are in lower case with hyphens.
 */
final class WireNames extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public String[] findEnumValues(
      MapperConfig<?> config, AnnotatedClass type, Enum<?>[] values, String[] names) {
    String[] words = super.findEnumValues(config, type, values, names);
    for (int i = 0; i < values.length; i++) {
      if (words[i] == null || words[i].equals(values[i].name())) {
        words[i] = word(values[i]);
      }
    }
    return words;
  }

  @Override
  public @Nullable Boolean hasAsValue(MapperConfig<?> config, Annotated accessor) {
    if (accessor instanceof AnnotatedMethod method
        && method.getParameterCount() == 0
        && method.getName().equals("value")
        && isScalar(method.getDeclaringClass())) {
      return true;
    }
    return super.hasAsValue(config, accessor);
  }

  @Override
  public JsonCreator.@Nullable Mode findCreatorAnnotation(
      MapperConfig<?> config, Annotated annotated) {
    if (annotated instanceof AnnotatedConstructor constructor
        && constructor.getParameterCount() == 1
        && isScalar(constructor.getDeclaringClass())) {
      return JsonCreator.Mode.DELEGATING;
    }
    return super.findCreatorAnnotation(config, annotated);
  }

  /** The word of a constant on the wire. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean isScalar(Class<?> type) {
    if (!type.isRecord() || !type.getName().startsWith("io.meshwork.")) {
      return false;
    }
    RecordComponent[] components = type.getRecordComponents();
    return components.length == 1
        && components[0].getName().equals("value")
        && components[0].getType() == String.class;
  }
}
