package io.meshwork.controlplane.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request the trace id of its {@code traceparent}, or a new one, in log and answer. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TraceFilter extends OncePerRequestFilter {
  private static final String ATTRIBUTE = TraceFilter.class.getName();
  private static final Pattern TRACE_PARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int BYTES = 16;

  /** The request's trace id. */
  static String traceId(HttpServletRequest request) {
    Object known = request.getAttribute(ATTRIBUTE);
    if (known instanceof String id) {
      return id;
    }
    String id = id(request);
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }

  private static String id(HttpServletRequest request) {
    String parent = request.getHeader("traceparent");
    if (parent != null) {
      Matcher matcher = TRACE_PARENT.matcher(parent);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    byte[] random = new byte[BYTES];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try (var _ = MDC.putCloseable("traceId", traceId(request))) {
      chain.doFilter(request, response);
    }
  }
}
