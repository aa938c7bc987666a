package io.meshwork.controlplane;

/** Documents for tests. */
public final class Samples {
  public static final String SCHEMA =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",\
      "properties":{"orderId":{"type":"string"},"total":{"type":"number"}},"required":["orderId"]}""";

  private Samples() {}

  public static String team(String name) {
    return document("Team", name, null, "{}");
  }

  public static String region(String name, String reaches) {
    return document(
        "Region", name, null, "{\"jurisdiction\":\"eu\",\"reaches\":[%s]}".formatted(reaches));
  }

  public static String broker(String name, String region) {
    return document(
        "Broker",
        name,
        null,
        "{\"transport\":\"memory\",\"region\":\"%s\",\"settings\":{\"broker\":\"%s\"}}"
            .formatted(region, name));
  }

  public static String application(String name, String team) {
    return document("Application", name, team, "{}");
  }

  public static String eventType(String name, String team, String more) {
    return document(
        "EventType",
        name,
        team,
        "{\"schema\":{\"format\":\"json-schema\",\"definition\":%s}%s}".formatted(SCHEMA, more));
  }

  public static String publication(
      String name, String team, String application, String type, String broker) {
    return document(
        "Publication",
        name,
        team,
        "{\"application\":\"%s\",\"eventType\":\"%s\",\"broker\":\"%s\"}"
            .formatted(application, type, broker));
  }

  public static String subscription(
      String name, String team, String application, String type, String broker, String more) {
    return document(
        "Subscription",
        name,
        team,
        "{\"application\":\"%s\",\"eventTypes\":[\"%s\"],\"at\":{\"broker\":\"%s\"}%s}"
            .formatted(application, type, broker, more));
  }

  public static String document(String kind, String name, String team, String spec) {
    String owner = team == null ? "" : ",\"team\":\"%s\"".formatted(team);
    return "{\"apiVersion\":\"mesh/v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"%s},\"spec\":%s}"
        .formatted(kind, name, owner, spec);
  }
}
