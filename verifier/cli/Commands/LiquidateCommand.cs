using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using System.Text;
using Verifiable.Cli.Liquidation;
using Verifiable.Cli.Reports;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>liquidate: the slice that restores an account, or the cascade that many of them start.</summary>
internal static class LiquidateCommand
{
    private static readonly Option<string[]> Books = new("--book", "-b")
    {
        Description = "A book document; for a cascade also several, or folders of them.",
        HelpName = "FILE",
    };

    private static readonly Option<string[]> Shocks = new(ShockText.Option)
    {
        Description = "Move an underlying first, as BTC=-20%; may be repeated.",
        HelpName = "UNDERLYING=MOVE",
    };

    private static readonly Option<string> Target = new("--target")
    {
        Description = "What the rest has to meet: buffer, 115 % of maintenance margin, or initial margin.",
        DefaultValueFactory = static _ => "buffer",
    };

    private static readonly Option<string> After = new("--after")
    {
        Description = "When the bid falls, since the auction's start, as 15m.",
        DefaultValueFactory = static _ => "0s",
    };

    private static readonly Option<bool> IsCascade = new("--cascade")
    {
        Description = "Liquidate in rounds, prices moving by what is sold, until no account is below maintenance.",
    };

    private static readonly Option<string?> Accounts = new("--accounts")
    {
        Description = "For a cascade: make this many accounts instead of reading books.",
    };

    private static readonly Option<string> Positions = new("--positions")
    {
        Description = "Rows of each account that is made.",
        DefaultValueFactory = static _ => "20",
    };

    private static readonly Option<string> Seed = new("--seed")
    {
        Description = "The seed of the accounts that are made.",
        DefaultValueFactory = static _ => "1",
    };

    private static readonly Option<string> Impact = new("--impact")
    {
        Description = "Relative move for each million of the settlement currency that liquidators sell.",
        DefaultValueFactory = static _ => "0.0002",
    };

    private static readonly Option<string> ImpactCap = new("--impact-cap")
    {
        Description = "The largest relative move of one round.",
        DefaultValueFactory = static _ => "0.1",
    };

    private static readonly Option<string> Fund = new("--fund")
    {
        Description = "What the insurance fund holds.",
        DefaultValueFactory = static _ => "0",
    };

    private static readonly Option<string> MaxRounds = new("--max-rounds")
    {
        Description = "The most rounds of a cascade.",
        DefaultValueFactory = static _ => "1000",
    };

    private static readonly Option<string?> Svg = new("--svg")
    {
        Description = "Draw the cascade's prices and bad debt by round into this file.",
    };

    internal static Command Create()
    {
        Target.AcceptOnlyFromAmong("buffer", "initial");
        Command command = new(
            "liquidate",
            "Find the smallest slice that restores an account, or run a liquidation cascade. Reports only: the vault's "
            + "auction is chain liquidate.\n\nExamples:\n"
            + "  verifiable liquidate -m market.json -b book.json --shock ETH=-20%\n"
            + "  verifiable liquidate -m market.json --cascade -b accounts/ --fund 1000000 --svg cascade.svg\n"
            + "  verifiable liquidate -m market.json --cascade --accounts 100000 --shock ETH=-20% --seed 7")
        {
            MarginInputs.MarketFile,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            Books,
            Shocks,
            Target,
            After,
            IsCascade,
            Accounts,
            Positions,
            Seed,
            Impact,
            ImpactCap,
            Fund,
            MaxRounds,
            Svg,
        };
        command.Validators.Add(RequireConsistent);
        command.SetAction(Run);
        return command;
    }

    /// <summary>Refuses options that contradict each other or would do nothing.</summary>
    private static void RequireConsistent(CommandResult result)
    {
        bool isCascade = result.GetValue(IsCascade);
        bool isMade = result.GetValue(Accounts) is not null;
        int books = result.GetValue(Books)?.Length ?? 0;
        if (isCascade && books > 0 == isMade)
        {
            result.AddError("A cascade takes either --book or --accounts.");
        }
        else if (!isCascade && books != 1)
        {
            result.AddError("One account takes one --book; several are for --cascade.");
        }

        RequireNone(result, "--cascade", isCascade ? [] : [Accounts, Impact, ImpactCap, Fund, MaxRounds, Svg]);
        RequireNone(result, "--accounts", isMade ? [] : [Positions, Seed]);
    }

    private static void RequireNone(CommandResult result, string needed, Option[] options)
    {
        foreach (Option option in options.Where(option => result.GetResult(option) is { Implicit: false }))
        {
            result.AddError($"{option.Name} is for {needed}.");
        }
    }

    private static int Run(ParseResult parsed)
    {
        Terminal terminal = Terminal.From(parsed);
        string[] books = BookFiles.FilesOf(parsed.GetValue(Books) ?? []);
        FileRoles.Require(
            [
                parsed.GetValue(MarginInputs.MarketFile),
                parsed.GetValue(MarginInputs.ModelFile),
                parsed.GetValue(MarginInputs.ScenariosFile),
                .. books,
            ],
            (parsed.GetValue(Svg), "--svg"));
        LiquidationRule rule = RuleOf(parsed);
        MarketSnapshot market = MarginInputs.ReadMarket(parsed);
        (ModelDocument model, ScenariosDocument scenarios) = MarginInputs.ReadModel(parsed);
        UnderlyingMove[] shocks = ShockText.Parse(parsed.GetValue(Shocks) ?? [], market);
        MarginModel margin = new(model.Parameters, scenarios.Set);
        return parsed.GetValue(IsCascade)
            ? RunCascade(parsed, terminal, market, model, scenarios, shocks, rule, books)
            : RunOne(terminal, market, margin, shocks, rule, BookFiles.Read(books, market, model, scenarios).Single());
    }

    private static int RunOne(
        Terminal terminal,
        MarketSnapshot market,
        MarginModel model,
        UnderlyingMove[] shocks,
        LiquidationRule rule,
        Book book)
    {
        MarketSnapshot shocked = MarketMove.Apply(market, shocks);
        SliceSolution solution = SliceSolver.Solve(shocked, model, rule, book);
        SliceReport report = new(solution, rule, book, model.Parameters.Settlement);
        report.Print(terminal);
        return solution.Outcome == SliceOutcome.Insolvent ? ExitCode.No : ExitCode.Yes;
    }

    private static int RunCascade(
        ParseResult parsed,
        Terminal terminal,
        MarketSnapshot market,
        ModelDocument model,
        ScenariosDocument scenarios,
        UnderlyingMove[] shocks,
        LiquidationRule liquidation,
        string[] bookFiles)
    {
        AssetId settlement = model.Parameters.Settlement;
        MarginModel margin = new(model.Parameters, scenarios.Set);
        InsuranceFund fund = new(DecimalText.Parse(
            parsed.GetRequiredValue(Fund), Money.DecimalsOf(settlement), 0, Money.Limit - 1, string.Empty, "--fund"));
        CascadeRule rule = new(
            liquidation,
            new PriceImpact(
                RatioOf(parsed, Impact, Ratio.MaxRaw), RatioOf(parsed, ImpactCap, Ratio.One - 1)),
            Number(parsed.GetRequiredValue(MaxRounds), 1_000_000, MaxRounds));
        Book[] books = parsed.GetValue(Accounts) is string count
            ? Made(parsed, terminal, market, margin, Number(count, 1_000_000, Accounts))
            : BookFiles.Read(bookFiles, market, model, scenarios);
        Cascade cascade = new(MarketMove.Apply(market, shocks), margin, AccountSet.Of(books), fund, rule);
        terminal.Progress(report => CascadeRunner.Run(
            cascade, (round, done) => report($"round {round}", done, books.Length)));

        CascadeReport answer = new(cascade, market, settlement);
        string? svg = parsed.GetValue(Svg);
        MarginException? unwritten = svg is null
            ? null
            : OutputFile.TryWrite(svg, Encoding.UTF8.GetBytes(CascadeChart.ToSvg(cascade, market, settlement)));
        if (svg != OutputFile.Standard)
        {
            answer.Print(terminal);
        }

        if (unwritten is not null)
        {
            terminal.Warn(unwritten);
            return ExitCode.File;
        }

        return answer.IsSettled ? ExitCode.Yes : ExitCode.No;
    }

    private static Book[] Made(
        ParseResult parsed,
        Terminal terminal,
        MarketSnapshot market,
        MarginModel margin,
        int count)
    {
        ulong seed = (ulong)WholeNumberText.Parse(parsed.GetRequiredValue(Seed), 0, ulong.MaxValue, Seed.Name);
        int positions = Number(parsed.GetRequiredValue(Positions), Book.MaxPositions, Positions);
        terminal.Say($"{count} accounts of {positions} rows, seed {seed}");
        return Population.Make(market, margin, count, positions, seed);
    }

    private static LiquidationRule RuleOf(ParseResult parsed)
    {
        string after = parsed.GetRequiredValue(After);
        return DurationText.TryParse(after, out long seconds)
            ? LiquidationRule.Vault with
            {
                Target = parsed.GetRequiredValue(Target) == "initial"
                    ? RestoreTarget.InitialMargin
                    : RestoreTarget.BufferedMaintenance,
                ElapsedSeconds = seconds,
            }
            : throw new MarginException(
                ErrorCode.NumberOutOfRange, string.Empty, After.Name, after, DurationText.Accepted);
    }

    private static Ratio RatioOf(ParseResult parsed, Option<string> option, long highest) => new(
        DecimalText.Parse(parsed.GetRequiredValue(option), Ratio.Decimals, 0, highest, string.Empty, option.Name));

    private static int Number(string text, int largest, Option option) =>
        (int)WholeNumberText.Parse(text, 1, largest, option.Name);
}
