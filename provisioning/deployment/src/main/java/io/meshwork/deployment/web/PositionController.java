package io.meshwork.deployment.web;

import io.meshwork.api.MeshJson;
import io.meshwork.api.PositionDocument;
import io.meshwork.api.PositionMove;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.position.LinkPositions;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.StartAt;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where links stand, and going on from elsewhere, over REST. */
@RestController
@Tag(name = "monitoring")
@RequestMapping("/api/v1/links")
class PositionController {
  private final LinkPositions positions;
  private final CurrentActor current;

  PositionController(LinkPositions positions, CurrentActor current) {
    this.positions = positions;
    this.current = current;
  }

  /** Where to go on, and why. */
  record MoveRequest(List<PositionMove.Place> places, String reason) {}

  /** {@code to} is {@code earliest}, {@code latest} or a time. */
  @Operation(
      operationId = "readLinkPosition",
      summary = "Where a link stands, and what going on from elsewhere would skip and repeat")
  @GetMapping("/{id}/position")
  PositionDocument readLinkPosition(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable Set<Integer> partition) {
    StartAt goal = to == null ? null : MeshJson.read(MeshJson.write(to), StartAt.class);
    return positions.read(
        current.require(), new LinkId(id), goal, partition == null ? Set.of() : partition);
  }

  /** The answer says what it skips and repeats. */
  @Operation(operationId = "moveLinkPosition", summary = "Makes a link go on from elsewhere")
  @PostMapping("/{id}/position:move")
  PositionDocument moveLinkPosition(@PathVariable String id, @RequestBody MoveRequest request) {
    return positions.move(current.require(), new LinkId(id), request.places(), request.reason());
  }
}
