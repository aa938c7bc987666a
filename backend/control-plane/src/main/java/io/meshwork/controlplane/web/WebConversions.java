package io.meshwork.controlplane.web;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Takes words in addresses and parameters as documents write them, such as {@code lag-events}. */
@Configuration(proxyBeanMethods = false)
class WebConversions implements WebMvcConfigurer {
  @Override
  public void addFormatters(FormatterRegistry registry) {
    ApplicationConversionService.configure(registry);
  }
}
