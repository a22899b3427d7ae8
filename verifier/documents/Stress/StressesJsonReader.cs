using System.Collections.Generic;
using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads the members of a stresses document.</summary>
internal static class StressesJsonReader
{
    private const long MaxFactorRaw = 64 * Ratio.One;
    private const int MaxDefaults = 64;

    private static readonly JsonShape DocumentShape = new("schema", "name", "stresses");
    private static readonly JsonShape StressShape = new(
        ["label", "source", "assumption"],
        [
            "moves", "others", "direction", "volatility", "assets", "elapsed", "confidence", "depth", "spread",
            "defaults",
        ]);

    private static readonly JsonShape MoveShape = new("underlying", "spot");
    private static readonly JsonShape AssetShape = new("asset", "price");
    private static readonly JsonShape SpreadShape = new("price", "volatility");
    private static readonly JsonShape DefaultsShape = new("largest", "loss");

    internal static StressesDocument Read(ref JsonCursor cursor)
    {
        string name = string.Empty;
        List<Stress> stresses = [];
        JsonMembers members = cursor.BeginObject(DocumentShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "name":
                    name = cursor.Label();
                    break;
                case "stresses":
                    stresses = ReadStresses(ref cursor);
                    break;
            }
        }

        return new StressesDocument(name, [.. stresses]);
    }

    private static List<Stress> ReadStresses(ref JsonCursor cursor)
    {
        List<Stress> stresses = [];
        HashSet<string> labels = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            Stress stress = ReadStress(ref cursor);
            if (!labels.Add(stress.Label))
            {
                cursor.RefuseAt("label", ErrorCode.RowDuplicate, stress.Label, "each label once");
            }

            stresses.Add(stress);
            if (stresses.Count > StressesDocument.MaxStresses)
            {
                string accepted = $"at most {StressesDocument.MaxStresses} stresses";
                cursor.Refuse(ErrorCode.RowCountOutOfRange, stress.Label, accepted);
            }
        }

        if (stresses.Count == 0)
        {
            cursor.Refuse(ErrorCode.RowCountOutOfRange, "0", "at least one stress");
        }

        return stresses;
    }

    private static Stress ReadStress(ref JsonCursor cursor)
    {
        Stress stress = new(string.Empty, string.Empty, string.Empty);
        JsonMembers members = cursor.BeginObject(StressShape);
        while (cursor.NextMember(ref members))
        {
            stress = cursor.Member switch
            {
                "label" => stress with { Label = cursor.Label() },
                "source" => stress with { Source = cursor.Sentence() },
                "assumption" => stress with { Assumption = cursor.Sentence() },
                "moves" => stress with { Moves = ReadMoves(ref cursor) },
                "others" => stress with { Others = Move(ref cursor) },
                "direction" => stress with { Direction = (StressDirection)cursor.OneOf(StressText.Directions) },
                "volatility" => stress with { Volatility = cursor.Ratio(0, MaxFactorRaw) },
                "assets" => stress with { Assets = ReadAssets(ref cursor) },
                "elapsed" => stress with { ElapsedSeconds = cursor.Duration() },
                "confidence" => stress with { Confidence = cursor.Confidence() },
                "depth" => stress with { Depth = cursor.Ratio(0, Ratio.One) },
                "spread" => stress with { Spread = ReadSpread(ref cursor) },
                _ => stress with { Defaults = ReadDefaults(ref cursor) },
            };
        }

        return stress;
    }

    private static Ratio Move(ref JsonCursor cursor) => cursor.Ratio(-Ratio.One, MaxFactorRaw - Ratio.One);

    private static ImmutableArray<StressMove> ReadMoves(ref JsonCursor cursor) => cursor.Sort(
        cursor.ReadRows(ReadMove),
        static (left, right) => left.Underlying.Letters.CompareTo(right.Underlying.Letters),
        static row => row.Underlying.ToString());

    private static StressMove ReadMove(ref JsonCursor cursor)
    {
        StressMove row = default;
        JsonMembers members = cursor.BeginObject(MoveShape);
        while (cursor.NextMember(ref members))
        {
            row = cursor.Member == "underlying"
                ? row with { Underlying = cursor.Underlying() }
                : row with { Spot = Move(ref cursor) };
        }

        return row;
    }

    private static ImmutableArray<StressAsset> ReadAssets(ref JsonCursor cursor) => cursor.Sort(
        cursor.ReadRows(ReadAsset),
        static (left, right) => left.Asset.Letters.CompareTo(right.Asset.Letters),
        static row => row.Asset.ToString());

    private static StressAsset ReadAsset(ref JsonCursor cursor)
    {
        StressAsset row = default;
        JsonMembers members = cursor.BeginObject(AssetShape);
        while (cursor.NextMember(ref members))
        {
            row = cursor.Member == "asset"
                ? row with { Asset = cursor.Asset() }
                : row with { Price = Move(ref cursor) };
        }

        return row;
    }

    private static StressSpread ReadSpread(ref JsonCursor cursor)
    {
        StressSpread spread = new(default, default);
        JsonMembers members = cursor.BeginObject(SpreadShape);
        while (cursor.NextMember(ref members))
        {
            spread = cursor.Member == "price"
                ? spread with { Price = cursor.Ratio(0, Ratio.One) }
                : spread with { Volatility = cursor.Ratio(0, Ratio.One) };
        }

        return spread;
    }

    private static StressDefaults ReadDefaults(ref JsonCursor cursor)
    {
        StressDefaults defaults = new(0, default);
        JsonMembers members = cursor.BeginObject(DefaultsShape);
        while (cursor.NextMember(ref members))
        {
            defaults = cursor.Member == "largest"
                ? defaults with { Largest = (int)cursor.WholeNumber(1, MaxDefaults) }
                : defaults with { Loss = cursor.Ratio(0, Ratio.One) };
        }

        return defaults;
    }
}
