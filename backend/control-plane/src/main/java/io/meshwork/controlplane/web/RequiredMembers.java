package io.meshwork.controlplane.web;

import io.meshwork.api.ApiError;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Refuses bodies that leave out what their records do not mark as nullable. */
@RestControllerAdvice
class RequiredMembers extends RequestBodyAdviceAdapter {
  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return parameter.getParameterType().isRecord();
  }

  @Override
  public Object afterBodyRead(
      Object body,
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter) {
    List<Violation> faults = new ArrayList<>();
    check("", body, faults);
    if (!faults.isEmpty()) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "The body is not complete: %s is required.".formatted(faults.getFirst().pointer()),
          faults);
    }
    return body;
  }

  private static void check(String pointer, @Nullable Object value, List<Violation> faults) {
    if (value == null) {
      faults.add(new Violation(pointer, "is required."));
      return;
    }
    if (value instanceof Collection<?> all) {
      int index = 0;
      for (Object one : all) {
        check(pointer + "/" + index++, one, faults);
      }
    }
    if (!value.getClass().isRecord()) {
      return;
    }
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String at = pointer + "/" + component.getName();
      Object member = read(component, value);
      if (member != null || !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        check(at, member, faults);
      }
    }
  }

  private static @Nullable Object read(RecordComponent component, Object record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
