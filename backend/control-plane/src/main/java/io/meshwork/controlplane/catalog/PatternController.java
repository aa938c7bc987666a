package io.meshwork.controlplane.catalog;

import io.meshwork.api.ApiError;
import io.meshwork.api.MeshJson;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.PatternMatcher;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Tries patterns on events. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "patterns")
class PatternController {
  private final Permissions permissions;
  private final CurrentActor current;

  PatternController(Permissions permissions, CurrentActor current) {
    this.permissions = permissions;
    this.current = current;
  }

  /** A pattern, and an event to try it on: any JSON object, to which nothing is added. */
  record PatternTest(Object pattern, Object event) {}

  /** Whether the pattern matches. */
  record Matches(boolean matches) {}

  @Operation(operationId = "testPattern", summary = "Whether a pattern matches an event")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = PatternTest.class)))
  @PostMapping(path = "/patterns:test", consumes = "application/json")
  Matches test(@RequestBody String body) {
    permissions.require(
        current.require(), io.meshwork.controlplane.access.Operation.READ, Guarded.mesh());
    Map<String, String> members = members(body);
    String pattern = members.get("pattern");
    String event = members.get("event");
    if (pattern == null || event == null) {
      String missing = pattern == null ? "pattern" : "event";
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "'%s' is missing.".formatted(missing),
          List.of(new Violation("/" + missing, "is required.")));
    }
    return new Matches(PatternMatcher.matches(EventPatterns.parse(pattern), new JsonText(event)));
  }

  /** The members as they were written, so that lines and columns of a pattern are its author's. */
  private static Map<String, String> members(String body) {
    Map<String, String> members = new HashMap<>();
    try (JsonParser parser = MeshJson.mapper().createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MeshException(
            ApiError.MALFORMED_DOCUMENT, "The body must be an object with 'pattern' and 'event'.");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        if (!name.equals("pattern") && !name.equals("event")) {
          throw new MeshException(
              ApiError.INVALID_DOCUMENT,
              "'%s' is not known here; there are: event, pattern.".formatted(name),
              List.of(new Violation("/" + Pointers.escape(name), "is not known here.")));
        }
        JsonToken token = parser.nextToken();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        if (token == JsonToken.VALUE_STRING) {
          members.put(name, parser.getString());
        } else {
          parser.skipChildren();
          parser.getString();
          int end = (int) parser.currentLocation().getCharOffset();
          members.put(name, body.substring(start, end));
        }
      }
      return members;
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw new MeshException(
          ApiError.MALFORMED_DOCUMENT,
          "Line %d, column %d: %s"
              .formatted(
                  at == null ? 1 : at.getLineNr(),
                  at == null ? 1 : at.getColumnNr(),
                  e.getOriginalMessage()));
    }
  }
}
