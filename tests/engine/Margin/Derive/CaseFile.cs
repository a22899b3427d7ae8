using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>What a file of the data folder holds, judged by its content.</summary>
internal enum CaseFileKind
{
    /// <summary>No case.</summary>
    None,

    /// <summary>One case of the second portfolio manager.</summary>
    SecondPortfolio,

    /// <summary>Position lists of the first portfolio manager.</summary>
    FirstPortfolio,

    /// <summary>Position lists of the standard manager.</summary>
    Standard,

    /// <summary>Fixed-point portfolios of the first portfolio manager.</summary>
    FixedPoint,

    /// <summary>Fixed-point portfolios of the standard manager.</summary>
    StandardFixedPoint,

    /// <summary>Auctions.</summary>
    Auctions,

    /// <summary>The set-up of others.</summary>
    SetUp,
}

/// <summary>A JSON file below the data folder.</summary>
internal sealed class CaseFile
{
    private const decimal TenToEight = 100_000_000m;
    private const decimal TenToEighteen = 1_000_000_000_000_000_000m;

    /// <summary>An amount beyond this is scaled by 10^18: a hundred million contracts of the other scale.</summary>
    private const decimal LargestAmount = 10_000_000_000_000_000m;

    public CaseFile(string path)
    {
        FullName = path;
        Name = Path.GetFileName(path);
        Root = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        Kind = KindOf(Root);
    }

    public string FullName { get; }

    public string Name { get; }

    public JsonElement Root { get; }

    public CaseFileKind Kind { get; }

    /// <summary>Whether something in it is called a result.</summary>
    public bool HasResults => ContainsResult(Root);

    /// <summary>The cases of a file of many.</summary>
    public IEnumerable<JsonProperty> Cases => Root.EnumerateObject();

    /// <summary>What the amounts of position lists are scaled by.</summary>
    public decimal AmountScale => Cases
        .SelectMany(static row => row.Value.GetProperty("options").EnumerateArray())
        .Any(static option => Math.Abs(CaseNumber.Of(option, "amount")) >= LargestAmount)
            ? TenToEighteen
            : TenToEight;

    /// <summary>Every JSON file below the folder.</summary>
    public static CaseFile[] All(string folder = "derive-pm") =>
        [.. ReferenceData.Files(folder, "*.json").Select(static path => new CaseFile(path))];

    /// <summary>Every file of a kind.</summary>
    public static CaseFile[] Of(CaseFileKind kind) => [.. All().Where(file => file.Kind == kind)];

    private static CaseFileKind KindOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.EnumerateObject().Any())
        {
            return CaseFileKind.None;
        }

        if (Has(root, "Scenario") && Has(root, "Parameters") && Has(root, "Result"))
        {
            return CaseFileKind.SecondPortfolio;
        }

        if (Has(root, "pmrm1") && Has(root, "standard"))
        {
            return CaseFileKind.SetUp;
        }

        JsonProperty[] members = [.. root.EnumerateObject()];
        if (members.All(static row => Has(row.Value, "options") && (Has(row.Value, "results") || Has(row.Value, "result"))))
        {
            return members.All(static row => row.Name.EndsWith("_pm", StringComparison.Ordinal))
                ? CaseFileKind.FirstPortfolio
                : CaseFileKind.Standard;
        }

        if (members.All(static row => Has(row.Value, "Actions") && Has(row.Value, "InitialPortfolio")))
        {
            return CaseFileKind.Auctions;
        }

        if (members.All(static row => IsFixedPoint(row.Value, "Perps", "InitialMarginCalc")))
        {
            return CaseFileKind.FixedPoint;
        }

        return members.All(static row => IsFixedPoint(row.Value, "OptionUnderlying", "realIM"))
            ? CaseFileKind.StandardFixedPoint
            : CaseFileKind.None;
    }

    private static bool IsFixedPoint(JsonElement row, string state, string result) =>
        Has(row, "Scenario") && Has(row, "Result")
        && Has(row.GetProperty("Scenario"), state)
        && Has(row.GetProperty("Result"), result);

    private static bool Has(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    private static bool ContainsResult(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(static member =>
            member.Name.StartsWith("result", StringComparison.OrdinalIgnoreCase) || ContainsResult(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(ContainsResult),
        _ => false,
    };
}
