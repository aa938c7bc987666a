package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.PromotionBaseline;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "promotions",
    description = "Shows what runs in one environment and not, or not so, in another.")
final class PromotionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Option(names = "--from", required = true, paramLabel = "ENVIRONMENT", description = "Ahead.")
  private String from = "";

  @Option(names = "--to", required = true, paramLabel = "ENVIRONMENT", description = "To follow.")
  private String to = "";

  @Override
  public Integer call() {
    try (ControlPlaneClient client = connection.open()) {
      PromotionBaseline baseline =
          client
              .get(new RequestPath("/api/v1/promotions").with("from", from).with("to", to).text())
              .as(PromotionBaseline.class);
      if (baseline.differences().isEmpty()) {
        spec.commandLine().getOut().printf("%s and %s run the same.%n", from, to);
        return ExitCode.DONE;
      }
      Table table =
          new Table(
              "KIND", "NAME", "WHAT", from.toUpperCase(Locale.ROOT), to.toUpperCase(Locale.ROOT));
      for (PromotionBaseline.Difference each : baseline.differences()) {
        table.row(
            each.kind(), each.name(), each.aspect(), shown(each.inFrom()), shown(each.inTo()));
      }
      table.print(spec.commandLine().getOut());
      return ExitCode.CHANGES;
    }
  }

  private static String shown(@Nullable String text) {
    return text == null ? "-" : text;
  }
}
