package io.meshwork.controlplane.web;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.TransportName;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/** How the OpenAPI document speaks of our types: as the wire writes them. */
@Configuration(proxyBeanMethods = false)
class OpenApiRules {
  private static final List<Class<?>> TEXTS =
      List.of(
          ApplicationName.class,
          BrokerName.class,
          ChannelAddress.class,
          DataSize.class,
          EventTypeName.class,
          LinkId.class,
          PublicationName.class,
          RegionName.class,
          SubscriptionName.class,
          TeamName.class,
          TransportName.class);

  OpenApiRules() {
    SpringDocUtils rules = SpringDocUtils.getConfig();
    TEXTS.forEach(type -> rules.replaceWithSchema(type, new StringSchema()));
    rules.replaceWithSchema(Revision.class, new IntegerSchema().format("int64"));
    rules.replaceWithSchema(JsonText.class, new Schema<>().description("Any JSON value"));
    rules.replaceWithSchema(JsonNode.class, new Schema<>().description("Any JSON value"));
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Meshwork")
                .version("v1")
                .description("The control plane. Errors are RFC 9457 problem documents."))
        .servers(List.of(new Server().url("/")))
        .addSecurityItem(new SecurityRequirement().addList("token"))
        .addSecurityItem(new SecurityRequirement().addList("key"));
  }

  /** Unfolds collections, writes enums as the wire does, names the two ways to sign in. */
  @Bean
  OpenApiCustomizer wireWords() {
    return api -> {
      CollectionPaths.unfold(api);
      WireEnums.lower(api);
      api.getComponents()
          .addSecuritySchemes(
              "token",
              new SecurityScheme()
                  .type(SecurityScheme.Type.HTTP)
                  .scheme("bearer")
                  .bearerFormat("JWT"))
          .addSecuritySchemes(
              "key",
              new SecurityScheme()
                  .type(SecurityScheme.Type.APIKEY)
                  .in(SecurityScheme.In.HEADER)
                  .name("X-Api-Key"));
      api.getPaths().values().stream()
          .map(PathItem::readOperations)
          .flatMap(List::stream)
          .forEach(operation -> operation.setSecurity(null));
    };
  }
}
