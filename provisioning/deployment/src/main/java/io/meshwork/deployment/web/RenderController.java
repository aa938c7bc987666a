package io.meshwork.deployment.web;

import io.meshwork.api.RenderDocument;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.render.Renders;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What would exist, over REST. */
@RestController
@Tag(name = "plans")
@RequestMapping("/api/v1/render")
class RenderController {
  private final Renders renders;
  private final CurrentActor current;

  RenderController(Renders renders, CurrentActor current) {
    this.renders = renders;
    this.current = current;
  }

  /**
   * What to render.
   *
   * @param documents laid over the catalog, {@code null}: the whole catalog as it is
   * @param prune the set that ends what it holds and the documents do not, {@code null}: none
   */
  record RenderRequest(@Nullable JsonNode documents, @Nullable String prune) {}

  @Operation(operationId = "render", summary = "What would exist per broker; asks none of them")
  @PostMapping
  RenderDocument render(@RequestBody RenderRequest request) {
    return renders.render(
        current.require(), RequestDocuments.read(request.documents()), request.prune());
  }
}
