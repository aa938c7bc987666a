package io.meshwork.controlplane.web;

import io.meshwork.model.MeshException;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * What no operation takes below {@code /api} is not found, whatever else the server shows for
 * addresses that it does not know, such as the console's page.
 */
@Configuration(proxyBeanMethods = false)
class UnknownPaths {
  /** After the controllers, which come first, and before everything else. */
  private static final int ORDER = 1;

  @Bean
  HandlerMapping unknownApiPaths(Problems problems) {
    HttpRequestHandler refusing =
        (request, response) ->
            problems.write(
                new MeshException(
                    WebError.UNKNOWN_PATH, HttpFaults.detail(WebError.UNKNOWN_PATH, request)),
                request,
                response);
    return new SimpleUrlHandlerMapping(Map.of("/api", refusing, "/api/**", refusing), ORDER);
  }
}
