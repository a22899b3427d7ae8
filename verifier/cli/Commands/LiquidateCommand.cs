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
        WordText.Offer(Target, LiquidationInputs.Targets);
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

        OptionRules.RequireNone(
            result, "--cascade", isCascade ? [] : [Accounts, Impact, ImpactCap, Fund, MaxRounds, Svg]);
        OptionRules.RequireNone(result, "--accounts", isMade ? [] : [Positions, Seed]);
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
        LiquidationInputs inputs = new(
            market, model, scenarios, [.. ShockText.Parse(parsed.GetValue(Shocks) ?? [], market)], rule);
        return parsed.GetValue(IsCascade)
            ? RunCascade(parsed, terminal, inputs, books)
            : RunOne(terminal, inputs, BookFiles.Read(books, market, model, scenarios).Single());
    }

    private static int RunOne(Terminal terminal, LiquidationInputs inputs, Book book)
    {
        SliceSolution solution = SliceSolver.Solve(inputs.Shocked, inputs.Margin, inputs.Rule, book);
        SliceReport report = new(solution, inputs, book);
        return new SideFiles(terminal).Answer(
            report.Print,
            () => Terminal.BytesOf(report.ToJson()),
            solution.Outcome == SliceOutcome.Insolvent ? ExitCode.No : ExitCode.Yes);
    }

    private static int RunCascade(
        ParseResult parsed, Terminal terminal, LiquidationInputs inputs, string[] bookFiles)
    {
        AssetId settlement = inputs.Settlement;
        Money fund = new(DecimalText.Parse(
            parsed.GetRequiredValue(Fund), Money.DecimalsOf(settlement), 0, Money.Limit - 1, string.Empty, "--fund"));
        CascadeRule rule = new(
            inputs.Rule,
            new PriceImpact(
                RatioOf(parsed, Impact, Ratio.MaxRaw), RatioOf(parsed, ImpactCap, Ratio.One - 1)),
            Number(parsed.GetRequiredValue(MaxRounds), 1_000_000, MaxRounds));
        MadeAccounts? made = MadeOf(parsed);
        Book[] books = made is { } drawn
            ? Make(terminal, inputs, Number(parsed.GetValue(Accounts)!, 1_000_000, Accounts), drawn)
            : BookFiles.Read(bookFiles, inputs.Market, inputs.Model, inputs.Scenarios);
        Cascade cascade = new(inputs.Shocked, inputs.Margin, AccountSet.Of(books), new InsuranceFund(fund.Raw), rule);
        terminal.Progress(report => CascadeRunner.Run(
            cascade, (round, done) => report($"round {round}", done, books.Length)));

        CascadeReport answer = new(cascade, inputs, rule, fund, books, made);
        SideFiles files = new(terminal);
        files.Write(
            parsed.GetValue(Svg), () => Encoding.UTF8.GetBytes(CascadeChart.ToSvg(cascade, inputs.Market, settlement)));
        return files.Answer(
            answer.Print, () => Terminal.BytesOf(answer.ToJson()), answer.IsSettled ? ExitCode.Yes : ExitCode.No);
    }

    private static MadeAccounts? MadeOf(ParseResult parsed) => parsed.GetValue(Accounts) is null
        ? null
        : new MadeAccounts(
            Number(parsed.GetRequiredValue(Positions), Book.MaxPositions, Positions),
            (ulong)WholeNumberText.Parse(parsed.GetRequiredValue(Seed), 0, ulong.MaxValue, Seed.Name));

    private static Book[] Make(Terminal terminal, LiquidationInputs inputs, int count, MadeAccounts made)
    {
        terminal.Say($"{count} accounts of {made.Positions} rows, seed {made.Seed}");
        return Population.Make(inputs.Market, inputs.Margin, count, made.Positions, made.Seed);
    }

    private static LiquidationRule RuleOf(ParseResult parsed)
    {
        string after = parsed.GetRequiredValue(After);
        return DurationText.TryParse(after, out long seconds)
            ? LiquidationRule.Vault with
            {
                Target = (RestoreTarget)LiquidationInputs.Targets.IndexOf(
                    WordText.Parse(parsed.GetRequiredValue(Target), LiquidationInputs.Targets, Target.Name)),
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
