using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using Verifiable.Calibration.Quantised;
using Verifiable.Documents;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Covariance;

/// <summary>The options of calibrate --covariance.</summary>
internal static class CovarianceArguments
{
    private const int MostBars = HistoryDocument.MaxRows;
    private const long MostBarSeconds = 366 * 86_400L;
    private const string DefaultBars = "500";

    private static readonly ImmutableArray<string> Repairs = CovarianceNames.Repairs[1..];
    private static readonly NamedNumber.Range Correlations = new(Ratio.Decimals, -Ratio.One, Ratio.One);

    internal static Option<string?> Output { get; } = new("--covariance")
    {
        Description = "Estimate the covariance of the underlyings instead, all of the history's without --underlying, "
            + "and write it into this file; - is standard output.",
        HelpName = "FILE",
    };

    internal static Option<string?> Svg { get; } = new("--svg")
    {
        Description = "With --covariance: draw the correlations into this file.",
    };

    private static readonly Option<string> Method = new("--method")
    {
        Description = "With --covariance. sample: of returns about their mean. ewma: exponentially weighted. dcc: "
            + "dynamic conditional correlation of residuals. shrinkage: of residuals, Ledoit and Wolf's.",
        DefaultValueFactory = static _ => "shrinkage",
    };

    private static readonly Option<string> Lambda = new("--lambda")
    {
        Description = "With --covariance: the weight of the past in volatilities, above 0 and below 1.",
        DefaultValueFactory = static _ => "0.97",
    };

    private static readonly Option<string> SeedBars = new("--seed-bars")
    {
        Description = "With --covariance: how many returns make the first volatility.",
        DefaultValueFactory = static _ => "60",
    };

    private static readonly Option<string?> Shock = new("--dcc-shock")
    {
        Description = "With --method dcc: the weight of the last residuals, a. Without it a and b are estimated.",
    };

    private static readonly Option<string?> Memory = new("--dcc-memory")
    {
        Description = "With --method dcc: the weight of the bar before, b; a + b is below 1.",
    };

    private static readonly Option<bool> Floor = new("--long-run-floor")
    {
        Description = "With --covariance: no volatility below that of the whole history.",
    };

    private static readonly Option<string> Bar = new("--bar")
    {
        Description = "With --covariance: the length of a bar, as 1d or 1h.",
        DefaultValueFactory = static _ => "1d",
    };

    private static readonly Option<string[]> Opinions = new("--correlation")
    {
        Description = "With --covariance: set a correlation by hand, as BTC,ETH=0.95; may be repeated. What becomes "
            + "of the others is the repair's.",
        HelpName = "A,B=NUMBER",
    };

    private static readonly Option<string> Repair = new("--repair")
    {
        Description = "With --covariance, how an eigenvalue below zero is repaired. clip: it becomes zero. nearest: by "
            + "the nearest correlation matrix.",
        DefaultValueFactory = static _ => "clip",
    };

    /// <summary>Adds the options to a command.</summary>
    internal static void AddTo(Command command)
    {
        WordText.Offer(Method, CovarianceNames.Methods);
        WordText.Offer(Repair, Repairs);
        foreach (Option option in Own.Prepend(Output))
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Refuses options of one answer beside those of another, and parameters that a method lacks.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="days">The option of how many bars count.</param>
    /// <param name="others">The options that a covariance has no use for.</param>
    internal static void RequireConsistent(CommandResult result, Option days, params Option[] others)
    {
        if (!OptionRules.IsGiven(result, Output))
        {
            OptionRules.RequireNone(result, Output.Name, [.. Own]);
            return;
        }

        OptionRules.RequireAlone(result, Output, others);
        string method = result.GetValue(Method) ?? string.Empty;
        OptionRules.RequireNone(result, "--method dcc", method == "dcc" ? [] : [Shock, Memory]);
        OptionRules.RequireNone(result, "a method but sample", method == "sample" ? [Lambda, SeedBars] : []);
        OptionRules.RequireNone(result, "a method but ewma, which takes all", method == "ewma" ? [days] : []);
        if (OptionRules.IsGiven(result, Shock) != OptionRules.IsGiven(result, Memory))
        {
            result.AddError($"{Shock.Name} and {Memory.Name} go together.");
        }
    }

    /// <summary>What is asked.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="underlyings">The underlyings, strictly ascending.</param>
    /// <param name="bars">The number of bars as it was typed; null for the default.</param>
    /// <param name="daysOption">Its option, for refusals.</param>
    internal static CovarianceOptions Read(
        ParseResult parsed, ImmutableArray<UnderlyingId> underlyings, string? bars, string daysOption) =>
        new(underlyings)
        {
            Method = CovarianceNames.MethodOf(
                WordText.Parse(parsed.GetRequiredValue(Method), CovarianceNames.Methods, Method.Name)),
            BarSeconds = BarOf(parsed.GetRequiredValue(Bar)),
            Bars = Count(bars ?? DefaultBars, 2, daysOption),
            Lambda = Share(parsed.GetRequiredValue(Lambda), 1, Lambda.Name),
            SeedBars = Count(parsed.GetRequiredValue(SeedBars), 1, SeedBars.Name),
            Weights = WeightsOf(parsed),
            IsFloored = parsed.GetValue(Floor),
            Opinions = OpinionsOf(parsed.GetValue(Opinions) ?? [], underlyings),
            Repair = CovarianceNames.RepairOf(
                WordText.Parse(parsed.GetRequiredValue(Repair), Repairs, Repair.Name)),
        };

    private static IEnumerable<Option> Own =>
        [Svg, Method, Lambda, SeedBars, Shock, Memory, Floor, Bar, Opinions, Repair];

    private static int Count(string text, int least, string option) =>
        (int)WholeNumberText.Parse(text, least, MostBars, option);

    private static Ratio Share(string text, long least, string option) =>
        new(DecimalText.Parse(text, Ratio.Decimals, least, Ratio.One - 1, string.Empty, option));

    private static long BarOf(string text) =>
        DurationText.TryParse(text, out long seconds) && seconds is > 0 and <= MostBarSeconds
            ? seconds
            : throw new MarginException(
                ErrorCode.ParameterOutOfRange, string.Empty, Bar.Name, text, "a length from 1s to 366d, as 1d");

    private static (Ratio Shock, Ratio Memory)? WeightsOf(ParseResult parsed)
    {
        if (parsed.GetValue(Shock) is not string shock || parsed.GetValue(Memory) is not string memory)
        {
            return null;
        }

        (Ratio a, Ratio b) = (Share(shock, 0, Shock.Name), Share(memory, 0, Memory.Name));
        return a.Raw + b.Raw < Ratio.One
            ? (a, b)
            : throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                string.Empty,
                $"{Shock.Name}, {Memory.Name}",
                $"{shock} + {memory}",
                "two weights whose sum is below 1");
    }

    private static ImmutableArray<CorrelationOpinion> OpinionsOf(
        string[] texts, ImmutableArray<UnderlyingId> underlyings)
    {
        CorrelationOpinion[] opinions =
            [.. texts.Select(text => OpinionOf(text, underlyings)).OrderBy(static one => one.First.Letters)
                .ThenBy(static one => one.Second.Letters)];
        return opinions.DistinctBy(static one => (one.First, one.Second)).Count() == opinions.Length
            ? [.. opinions]
            : throw new MarginException(
                ErrorCode.RowDuplicate, string.Empty, Opinions.Name, string.Join(' ', texts), "each pair once");
    }

    private static CorrelationOpinion OpinionOf(string text, ImmutableArray<UnderlyingId> underlyings)
    {
        ((UnderlyingId First, UnderlyingId Second) pair, long raw) = NamedNumber.Parse<(UnderlyingId, UnderlyingId)>(
            text,
            IsPair,
            Correlations,
            Opinions.Name,
            $"A,B=NUMBER, as BTC,ETH=0.95, of two of {string.Join(", ", underlyings)}");
        return pair.First.Letters < pair.Second.Letters
            ? new CorrelationOpinion(pair.First, pair.Second, new Ratio(raw))
            : new CorrelationOpinion(pair.Second, pair.First, new Ratio(raw));

        bool IsPair(ReadOnlySpan<char> names, out (UnderlyingId, UnderlyingId) found)
        {
            int comma = names.IndexOf(',');
            bool isFirst = NameText.TryParseUnderlying(names[..Math.Max(comma, 0)], out UnderlyingId first);
            bool isSecond = NameText.TryParseUnderlying(names[(comma + 1)..], out UnderlyingId second);
            found = (first, second);
            return isFirst && isSecond && first != second
                && underlyings.Contains(first) && underlyings.Contains(second);
        }
    }
}
