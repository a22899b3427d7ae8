using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Verifiable.Kernel.Pricing;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Kernel.Pricing;

/// <summary>One option of a published portfolio-margin case, with its feed and its case's parameters.</summary>
/// <param name="Option">The option's member of the case.</param>
/// <param name="Feed">The feed of its expiry.</param>
/// <param name="Rules">The case's parameters.</param>
/// <param name="Outcome">The case's results.</param>
/// <param name="Index">Its place among the case's options.</param>
public sealed record DeriveOption(
    JsonElement Option, JsonElement Feed, JsonElement Rules, JsonElement Outcome, int Index)
{
    /// <summary>The sub-folder of the reference data.</summary>
    public const string Folder = "derive-pm/pmrm2_cases";

    /// <summary>Every option of every case.</summary>
    public static IEnumerable<DeriveOption> All() =>
        ReferenceData.Files(Folder, "*.json").SelectMany(file => OfCase(File.ReadAllText(file)));

    /// <summary>Seconds to the option's expiry.</summary>
    public long Seconds => Option.GetProperty("Expiry").GetInt64();

    /// <summary>Square root of the years to expiry, by the kernel.</summary>
    public long SqrtTauQ46 => Black76.SquareRootOfYears(Seconds);

    /// <summary>A number of the cases: a JSON number or a decimal in quotes.</summary>
    public static double Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.String
            ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
            : element.GetDouble();

    /// <summary>A number as a fixed-point one, rounded down.</summary>
    public static long Fixed(double number, int fractionBits) => (long)Math.Floor(Math.ScaleB(number, fractionBits));

    /// <summary>A named number of a group of parameters, Q40.</summary>
    public long ParameterQ40(string group, string name) =>
        Fixed(Number(Rules.GetProperty(group).GetProperty(name)), 40);

    /// <summary>A named number of a group of parameters, Q46.</summary>
    public long ParameterQ46(string group, string name) =>
        Fixed(Number(Rules.GetProperty(group).GetProperty(name)), 46);

    private static IEnumerable<DeriveOption> OfCase(string json)
    {
        JsonElement root = JsonDocument.Parse(json).RootElement;
        JsonElement scenario = root.GetProperty("Scenario");
        Dictionary<long, JsonElement> feeds = scenario.GetProperty("OptionFeeds").EnumerateArray()
            .ToDictionary(feed => feed.GetProperty("FeedExpiry").GetInt64());
        JsonElement[] options = [.. scenario.GetProperty("Options").EnumerateArray()];
        return options.Select((option, index) => new DeriveOption(
            option,
            feeds[option.GetProperty("Expiry").GetInt64()],
            root.GetProperty("Parameters"),
            root.GetProperty("Result"),
            index));
    }
}
