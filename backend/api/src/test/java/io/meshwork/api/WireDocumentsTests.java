package io.meshwork.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What other programs read: read, written and read again it is the same. */
class WireDocumentsTests {
  private static final String PLAN =
      """
      {"id":"123e4567-e89b-12d3-a456-426614174000","scope":{},"revision":7,
       "createdAt":"2026-11-01T12:00:00Z","createdBy":"ada","state":"blocked",
       "actions":[{"number":1,"phase":"contract","verb":"delete","region":"eu","broker":"b",
         "resource":"topic t","changes":[{"name":"partitions","before":"3","after":null}],
         "safety":"irreversible","precondition":"it is the one seen","consequence":"gone",
         "causes":["EventType t"],"waitsFor":["the time for undoing is over"],"undo":"anew"}],
       "blocked":[{"code":"REPLACEMENT","subject":"topic u on b","reason":"r","broker":"b",
         "resource":"topic u","changes":[],"readers":[{"group":"g","members":1,"lag":2}],
         "traffic":{"retained":5,"lastHour":1,"lastDay":3},"causes":[],"forcible":true}],
       "prices":[],
       "allowances":{"adopt":[],"force":[{"broker":"b","resource":"topic u","reason":"x"}]}}""";

  private static <T> T again(Class<T> type, String json) {
    T first = MeshJson.read(json, type);
    T second = MeshJson.read(MeshJson.write(first), type);
    assertThat(second).isEqualTo(first);
    return second;
  }

  @Test
  void plansKeepWhatTheySayOfLossReadersAndUndoing() {
    PlanDocument plan = again(PlanDocument.class, PLAN);

    assertThat(plan.state()).isEqualTo(PlanDocument.State.BLOCKED);
    assertThat(plan.actions().getFirst().waitsFor()).hasSize(1);
    assertThat(plan.blocked().getFirst().readers())
        .containsExactly(new PlanDocument.Reader("g", 1, 2));
    assertThat(plan.blocked().getFirst().traffic()).isEqualTo(new PlanDocument.Traffic(5, 1, 3));
    assertThat(plan.allowances().force().getFirst().reason()).isEqualTo("x");
    assertThat(plan.undoes()).isNull();
  }

  @Test
  void deploymentsKeepWhatTheirStepsWaitFor() {
    DeploymentDocument deployment =
        again(
            DeploymentDocument.class,
            """
            {"id":"123e4567-e89b-12d3-a456-426614174000",
             "plan":"123e4567-e89b-12d3-a456-426614174001","state":"applied","startedBy":"ada",
             "startedAt":"2026-11-01T12:00:00Z","endedAt":"2026-11-01T12:00:01Z",
             "steps":[{"action":1,"state":"waiting","waitsFor":[
               {"why":"undo_window","message":"kept","until":"2026-11-02T12:00:00Z"}]}],
             "contract":{"open":true,"undoUntil":"2026-11-02T12:00:00Z"}}"""
                .replace("undo_window", word()));

    assertThat(deployment.steps().getFirst().waitsFor().getFirst().why())
        .isEqualTo(DeploymentDocument.WaitCode.UNDO_WINDOW);
    assertThat(deployment.contract()).isNotNull();
  }

  /** As the wire writes it. */
  private static String word() {
    return MeshJson.toTree(DeploymentDocument.WaitCode.UNDO_WINDOW).asString();
  }

  @Test
  void driftKeepsWhoLivesWithIt() {
    DriftDocument drift =
        again(
            DriftDocument.class,
            """
            {"checkedAt":"2026-11-01T12:00:00Z","resources":[{"broker":"b","resource":"topic t",
              "finding":"changed","changes":[],"causes":["EventType t"],
              "ignored":{"by":"ada","reason":"r","at":"2026-11-01T12:00:00Z",
                "until":"2026-11-02T12:00:00Z"}}],
             "away":[{"broker":"c","since":"2026-11-01T12:00:00Z","reason":"silent"}]}""");

    assertThat(drift.resources().getFirst().finding()).isEqualTo(DriftDocument.Finding.CHANGED);
    assertThat(drift.resources().getFirst().ignored()).isNotNull();
    assertThat(drift.away()).hasSize(1);
  }

  @Test
  void routesKeepTheirHops() {
    RouteDocument route =
        again(
            RouteDocument.class,
            """
            {"eventType":"t","subscription":"s","origins":[{"origin":"b","hops":[
              {"region":"eu","broker":"b","channel":"t","sharedWith":0,"state":"%s"}]}],
             "problems":[]}"""
                .formatted(MeshJson.toTree(RouteDocument.State.RUNS).asString()));

    assertThat(route.origins().getFirst().hops()).hasSize(1);
  }

  @Test
  void listsCannotBeChangedFromOutside() {
    List<PlanAllowances.Named> named = new ArrayList<>();
    PlanAllowances allowances = new PlanAllowances(named, null);
    named.add(new PlanAllowances.Named("b", "topic t", null));

    assertThat(allowances).isEqualTo(PlanAllowances.NONE);
    DriftDocument drift = new DriftDocument(null, List.of(), List.of());
    assertThatThrownBy(() -> drift.away().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aStateThatNobodyKnowsIsRefused() {
    assertThatThrownBy(
            () -> MeshJson.read(PLAN.replace("\"blocked\",", "\"sideways\","), PlanDocument.class))
        .hasMessageContaining("sideways");
  }
}
