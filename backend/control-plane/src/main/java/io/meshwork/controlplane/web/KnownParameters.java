package io.meshwork.controlplane.web;

import io.meshwork.model.MeshException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses query parameters that an operation does not know: one that is misspelt, such as {@code
 * dryrun}, must not be taken for one that is not there.
 */
@Configuration(proxyBeanMethods = false)
class KnownParameters implements WebMvcConfigurer, HandlerInterceptor {
  private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method) {
      Set<String> names = known.computeIfAbsent(method.getMethod(), KnownParameters::of);
      for (String given : request.getParameterMap().keySet()) {
        if (!names.contains(given)) {
          throw new MeshException(
              WebError.MALFORMED_REQUEST,
              "Parameter '%s' is not known here; %s."
                  .formatted(
                      given,
                      names.isEmpty()
                          ? "there are none"
                          : "there are: " + String.join(", ", names)));
        }
      }
    }
    return true;
  }

  private static Set<String> of(Method method) {
    Set<String> names = new TreeSet<>();
    for (Parameter parameter : method.getParameters()) {
      RequestParam asked = parameter.getAnnotation(RequestParam.class);
      if (asked != null) {
        names.add(asked.name().isEmpty() ? parameter.getName() : asked.name());
      } else if (parameter.isAnnotationPresent(ModelAttribute.class)) {
        Arrays.stream(parameter.getType().getRecordComponents())
            .map(RecordComponent::getName)
            .forEach(names::add);
      }
    }
    return names;
  }
}
