package io.meshwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BackfillCommandTests {
  private static final String PATH = "/api/v1/subscriptions/shop-orders";

  private static final String SEVEN =
      """
      {"subscription":"shop-orders","from":"earliest","links":[
        {"link":"orders@eu:shop-orders","move":null,"partitions":[
          {"partition":0,"position":"t:8:-1","events":7}]}],"refusal":null}""";

  private final ControlPlaneStub stub = new ControlPlaneStub();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    stub.close();
  }

  private int mesh(String... arguments) {
    List<String> all = new ArrayList<>(List.of("backfill", "--url", stub.url(), "--key", "k"));
    all.addAll(List.of(arguments));
    CommandLine line = MeshProgram.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  @Test
  void saysWhatItWouldMeanAndChangesNothing() {
    stub.on("GET " + PATH + "/backfill?from=earliest", SEVEN);

    assertThat(mesh("shop-orders", "--from", "earliest")).as(err.toString()).isEqualTo(2);

    assertThat(out.toString()).contains("t:8:-1", "7 events would be looked at", "--yes does it");
  }

  @Test
  void ordersItWhenToldTo() {
    stub.on("POST " + PATH + ":backfill", SEVEN);

    assertThat(mesh("shop-orders", "--from", "earliest", "--yes", "--reason", "Wider.")).isZero();

    assertThat(stub.asked().getLast()).contains("\"from\":\"earliest\"", "\"reason\":\"Wider.\"");
    assertThat(out.toString()).contains("Ordered: 7 events");
  }

  @Test
  void saysWhyItIsRefusedAndWhenThereIsNothing() {
    stub.on(
        "GET " + PATH + "/backfill?from=earliest",
        """
        {"subscription":"shop-orders","from":"earliest","links":[],"refusal":"Ask for a later time."}""");
    stub.on(
        "GET " + PATH + "/backfill?from=2026-11-21T20%3A00%3A00Z",
        """
        {"subscription":"shop-orders","from":"2026-11-21T20:00:00Z","links":[],"refusal":null}""");

    assertThat(mesh("shop-orders", "--from", "earliest")).isEqualTo(1);
    assertThat(mesh("shop-orders", "--from", "2026-11-21T20:00:00Z")).isZero();

    assertThat(out.toString()).contains("Ask for a later time.", "nothing to look at");
  }
}
