package io.meshwork.console;

import io.meshwork.api.Kind;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * One operation of the whole server, as Spring dispatches it: also one that no document tells of.
 */
record RestOperations(String path, String method) implements Comparable<RestOperations> {
  private static final String COLLECTION = "\\{collection:[^}]*}";

  /** All of ours, by path and method; those on every collection once a collection. */
  static List<RestOperations> of(ApplicationContext server) {
    TreeSet<RestOperations> all = new TreeSet<>();
    server
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (mapping, handler) -> {
              if (handler.getBeanType().getName().startsWith("io.meshwork.")) {
                mapping.getPatternValues().stream()
                    .filter(path -> !path.equals("/error"))
                    .flatMap(RestOperations::unfolded)
                    .forEach(
                        path ->
                            mapping
                                .getMethodsCondition()
                                .getMethods()
                                .forEach(
                                    method -> all.add(new RestOperations(path, method.name()))));
              }
            });
    return List.copyOf(all);
  }

  private static Stream<String> unfolded(String path) {
    return path.equals(path.replaceAll(COLLECTION, ""))
        ? Stream.of(path)
        : Stream.of(Kind.values()).map(kind -> path.replaceAll(COLLECTION, kind.path()));
  }

  /** Whether it changes anything by its method. */
  boolean reads() {
    return method.equals("GET");
  }

  boolean isOneOf(Collection<String> names) {
    return names.contains(toString());
  }

  @Override
  public int compareTo(RestOperations other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return path + " " + method;
  }
}
