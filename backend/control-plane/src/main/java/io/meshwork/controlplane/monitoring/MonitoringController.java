package io.meshwork.controlplane.monitoring;

import io.meshwork.api.LinkDocument;
import io.meshwork.api.Page;
import io.meshwork.api.RelayReport;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reports in, links and instances out. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "monitoring")
class MonitoringController {
  private final Monitoring monitoring;
  private final CurrentActor current;

  MonitoringController(Monitoring monitoring, CurrentActor current) {
    this.monitoring = monitoring;
    this.current = current;
  }

  @Operation(operationId = "postReport", summary = "What a relay tells, every two seconds")
  @PostMapping("/regions/{region}/reports")
  ResponseEntity<Void> report(@PathVariable RegionName region, @RequestBody RelayReport report) {
    monitoring.accept(current.require(), region, report);
    return ResponseEntity.noContent().build();
  }

  @Operation(operationId = "listLinks", summary = "The links that the caller sees, live")
  @GetMapping("/links")
  Page<LinkDocument> links() {
    return new Page<>(monitoring.links(current.require()), null);
  }

  @Operation(operationId = "getLink", summary = "One link, live")
  @GetMapping("/links/{id}")
  LinkDocument link(@PathVariable String id) {
    return monitoring.link(current.require(), new LinkId(id));
  }

  @Operation(operationId = "listInstances", summary = "Relays that reported within the last hour")
  @GetMapping("/instances")
  Page<Instance> instances() {
    return new Page<>(monitoring.instances(current.require()), null);
  }

  @Operation(operationId = "getSeries", summary = "A metric's last hour, every 10 seconds")
  @GetMapping("/series")
  Page<Sample> series(
      @RequestParam Metric metric,
      @RequestParam @Nullable String link,
      @RequestParam @Nullable TeamName team) {
    SeriesOf of =
        link != null
            ? new SeriesOf.Link(new LinkId(link))
            : team != null ? new SeriesOf.Team(team) : new SeriesOf.All();
    return new Page<>(monitoring.series(current.require(), of, metric), null);
  }
}
