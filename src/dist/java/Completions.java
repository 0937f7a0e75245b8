import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Writes what completes the command line in bash and zsh to standard output, from the flags that
 * the jar on the class path has. The program itself knows its commands without picocli.
 */
final class Completions {

  private static final String NAME = "mysql-aborted-exporter";
  private static final String FLAGS = "io.github.mysqlaborted.cli.";

  private Completions() {}

  public static void main(String[] arguments) throws ClassNotFoundException {
    CommandLine program = new CommandLine(Class.forName(FLAGS + "Flags"));
    program.addSubcommand("serve", Class.forName(FLAGS + "Flags"));
    program.addSubcommand("diagnose", Class.forName(FLAGS + "DiagnoseFlags"));
    for (String bare : List.of("explain", "health")) {
      program.addSubcommand(bare, CommandSpec.create().name(bare).mixinStandardHelpOptions(false));
    }
    System.out.print(AutoComplete.bash(NAME, program));
  }
}
