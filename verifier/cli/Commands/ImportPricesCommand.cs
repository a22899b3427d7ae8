using System.Collections.Generic;
using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Verifiable.Calibration.History;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>
/// import prices: a table of closes becomes a history document, once its problems are accepted by name.
/// </summary>
internal static class ImportPricesCommand
{
    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A table of prices; CSV, plain or gzip. Its header says which of four layouts it has: "
            + "date,BTC,...; unix,BTC,...; unix,asset,open,high,low,close; time_utc,open,high,low,close,volume.",
    };

    private static readonly Option<string[]> Accept = new("--accept")
    {
        Description = "Accept a problem by its name, as redenomination:AAVE:2020-10-03, or all of a kind in a series, "
            + "as gap:ALGO; may be repeated. A name that no problem has is refused.",
        HelpName = "RULE",
    };

    private static readonly Option<string[]> UnderlyingNames = new("--underlying")
    {
        Description = "Take this series only; may be repeated. Of a table that names no series, its name.",
        HelpName = "NAME",
    };

    private static readonly Option<string> Quote = new("--quote")
    {
        Description = "The currency of the prices, which no table names.",
        DefaultValueFactory = static _ => "USD",
    };

    private static readonly Option<string?> Round = new("--round")
    {
        Description = "floor: round prices finer than 1e-8 down and report how many; without it they are refused.",
    };

    private static readonly Option<string[]> References = new("--reference")
    {
        Description = "Another table that series of the same name must agree with; may be repeated.",
        HelpName = "FILE",
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The history document; - is standard output.",
        DefaultValueFactory = static _ => "history.json",
    };

    internal static Command Create()
    {
        ImportRounds.Offer(Round);
        Command command = new(
            "prices",
            "Read a table of prices. Gaps, stale runs, jumps, redenominations, reused tickers and bars that contradict "
            + "each other are named and refused, unless accepted by their names.\n\nExamples:\n"
            + "  verifiable import prices daily.csv.gz --round floor\n"
            + "  verifiable import prices daily.csv.gz --round floor --underlying BTC --underlying DOGE "
            + "--accept jump:DOGE -o history.json")
        {
            File,
            Accept,
            UnderlyingNames,
            Quote,
            Round,
            References,
            Output,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        Terminal terminal = Terminal.From(parsed);
        string name = parsed.GetRequiredValue(File);
        string output = parsed.GetRequiredValue(Output);
        string[] references = parsed.GetValue(References) ?? [];
        FileRoles.Require([name, .. references], [(output, Output.Name)]);
        string[] accepted = parsed.GetValue(Accept) ?? [];
        PriceImportOptions options = new(QuoteOf(parsed))
        {
            Underlyings = [.. parsed.GetValue(UnderlyingNames) ?? []],
            Rounding = ImportRounds.Read(parsed, Round),
            References = [.. references.Select(static file => PriceHistoryReader.Read(Open(file)))],
        };
        PriceFindings findings = PriceImporter.Examine(Open(name), options);
        foreach (string line in Refused(HistoryCheck.Refused(findings.Problems, accepted)))
        {
            terminal.Say(line);
        }

        HistoryDocument document = PriceImporter.Import(findings, accepted);
        OutputFile.Write(output, HistoryDocument.Write(document));
        foreach (string line in Report(findings, document))
        {
            terminal.Say(line);
        }

        if (output != OutputFile.Standard)
        {
            terminal.AnswerJson(Answer(findings, document, output, options.References));
        }

        return ExitCode.Yes;
    }

    private static VenueFile Open(string name) => new(name, InputFile.Read(name, VenueFile.MaxBytes));

    private static AssetId QuoteOf(ParseResult parsed)
    {
        string text = parsed.GetRequiredValue(Quote);
        return NameText.TryParseAsset(text, out AssetId quote)
            ? quote
            : throw new MarginException(
                ErrorCode.IdentifierMalformed, string.Empty, Quote.Name, text, NameText.AcceptedAsset);
    }

    /// <summary>One line for each kind of problem of a series, with what accepts it.</summary>
    private static IEnumerable<string> Refused(ImmutableArray<HistoryProblem> problems) => problems
        .GroupBy(static problem => problem.SeriesWideName)
        .Select(static alike => $"{alike.Key}: {Count(alike.Count())}, first at {alike.First().Place}: "
            + $"{alike.First().Detail}; accept: --accept {alike.Key}");

    private static IEnumerable<string> Report(PriceFindings findings, HistoryDocument document)
    {
        yield return $"rows: {Count(findings.Rows)}, assets: {Count(document.Assets.Length)}, "
            + $"days: {Count(DaysOf(document))}, bars: {Count(BarsOf(document))} every "
            + DurationText.Format(document.IntervalSeconds);
        yield return $"from {InstantText.Format(document.Times[0])} to {InstantText.Format(document.Times[^1])}";
        if (findings.Repeated > 0)
        {
            yield return $"bars that repeat another, dropped: {Count(findings.Repeated)}";
        }

        (int priceless, int replaced) = PriceImporter.LeftOut(findings);
        if (priceless > 0)
        {
            yield return $"bars without a positive price, dropped: {Count(priceless)}";
        }

        if (replaced > 0)
        {
            yield return $"bars of a moment that a later bar has too, dropped: {Count(replaced)}";
        }

        if (findings.Rounded > 0)
        {
            yield return $"rounded to floor: {Count(findings.Rounded)}";
        }

        foreach (RoundedValue value in findings.Examples)
        {
            yield return $"  {value.Place}: {value.Printed} -> {value.Kept}";
        }

        foreach (IGrouping<string, HistoryProblem> alike in AcceptedBy(findings))
        {
            yield return $"accepted {alike.Key}: {Count(alike.Count())}, first at {alike.First().Place}: "
                + alike.First().Detail;
        }
    }

    private static IEnumerable<IGrouping<string, HistoryProblem>> AcceptedBy(PriceFindings findings) =>
        findings.Problems.GroupBy(static problem => problem.SeriesWideName);

    private static JsonObject Answer(
        PriceFindings findings, HistoryDocument document, string output, IReadOnlyList<PriceHistory> references)
    {
        return new JsonObject
        {
            ["history"] = output,
            ["historyHash"] = HistoryRows.Hash(document).ToString(),
            ["inputs"] = new JsonObject
            {
                ["file"] = findings.History.File,
                ["textHash"] = findings.History.Hash.ToString(),
                ["references"] = new JsonArray([.. references.Select(static one => (JsonNode)new JsonObject
                {
                    ["file"] = one.File,
                    ["textHash"] = one.Hash.ToString(),
                })]),
            },
            ["rows"] = findings.Rows,
            ["assets"] = document.Assets.Length,
            ["days"] = DaysOf(document),
            ["bars"] = BarsOf(document),
            ["interval"] = DurationText.Format(document.IntervalSeconds),
            ["from"] = InstantText.Format(document.Times[0]),
            ["to"] = InstantText.Format(document.Times[^1]),
            ["repeated"] = findings.Repeated,
            ["withoutPrice"] = PriceImporter.LeftOut(findings).WithoutPrice,
            ["replaced"] = PriceImporter.LeftOut(findings).Replaced,
            ["rounded"] = findings.Rounded,
            ["accepted"] = new JsonArray([.. findings.Problems.Select(static problem => (JsonNode)new JsonObject
            {
                ["name"] = problem.Name,
                ["line"] = problem.Line,
                ["found"] = problem.Detail,
            })]),
        };
    }

    private static int BarsOf(HistoryDocument document) => document.Closes.Count(static close => close.Raw != 0);

    private static int DaysOf(HistoryDocument document) =>
        document.Times.Select(static time => time.Seconds / 86_400).Distinct().Count();

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
