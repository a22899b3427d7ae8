using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Verifiable.Documents.Json;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads the members of a covariance document, and holds the whole against the hash that it carries.</summary>
internal static class CovarianceJsonReader
{
    private const int MaxBars = HistoryDocument.MaxRows;

    private static readonly JsonShape DocumentShape = new(
        "schema", "covarianceHash", "historyHash", "from", "to", "bar", "observations", "estimator", "opinions",
        "repair", "underlyings");
    private static readonly JsonShape EstimatorShape = new(
        ["method", "volatilityFloor"], ["lambda", "seedBars", "shock", "memory", "intensity"]);
    private static readonly JsonShape OpinionShape = new("first", "second", "correlation");
    private static readonly JsonShape RepairShape = new("method", "smallestBefore", "smallestAfter");
    private static readonly JsonShape RowShape = new("underlying", "volatility", "correlations");

    internal static CovarianceDocument Read(ref JsonCursor cursor)
    {
        Bytes32 hash = default;
        CovarianceDocument document = new(
            default, default, default, 0, 0, new CovarianceEstimator(default, false), [], default, [], [], []);
        JsonMembers members = cursor.BeginObject(DocumentShape);
        while (cursor.NextMember(ref members))
        {
            if (cursor.Member == "covarianceHash")
            {
                hash = cursor.Word();
            }
            else
            {
                document = ReadMember(ref cursor, document);
            }
        }

        RequireMatrix(ref cursor, document);
        Bytes32 own = CovarianceRows.Hash(document);
        if (own != hash)
        {
            cursor.RefuseAt(
                "covarianceHash", ErrorCode.DocumentInconsistent, hash.ToString(), $"{own}, the hash of its members");
        }

        return document;
    }

    private static CovarianceDocument ReadMember(ref JsonCursor cursor, CovarianceDocument document) =>
        cursor.Member switch
        {
            "historyHash" => document with { History = cursor.Word() },
            "from" => document with { From = cursor.Instant() },
            "to" => document with { To = cursor.Instant() },
            "bar" => document with { BarSeconds = ReadBar(ref cursor) },
            "observations" => document with { Observations = (int)cursor.WholeNumber(1, MaxBars) },
            "estimator" => document with { Estimator = ReadEstimator(ref cursor) },
            "opinions" => document with
            {
                Opinions = cursor.Sort(
                    cursor.ReadRows(ReadOpinion), Order, static one => $"{one.First} and {one.Second}"),
            },
            "repair" => document with { Repair = ReadRepair(ref cursor) },
            "underlyings" => ReadRows(ref cursor, document),
            _ => document,
        };

    private static long ReadBar(ref JsonCursor cursor)
    {
        long seconds = cursor.Duration();
        if (seconds == 0)
        {
            cursor.Refuse(ErrorCode.ParameterOutOfRange, "0s", "a bar above 0");
        }

        return seconds;
    }

    private static CovarianceEstimator ReadEstimator(ref JsonCursor cursor)
    {
        CovarianceEstimator estimator = new(default, false);
        JsonMembers members = cursor.BeginObject(EstimatorShape);
        while (cursor.NextMember(ref members))
        {
            estimator = cursor.Member switch
            {
                "method" => estimator with
                {
                    Method = (CovarianceMethod)(cursor.OneOf(CovarianceNames.Methods) + 1),
                },
                "volatilityFloor" => estimator with { IsFloored = cursor.OneOf(CovarianceNames.Floors) == 1 },
                "lambda" => estimator with { Lambda = cursor.Ratio(1, Ratio.One - 1) },
                "seedBars" => estimator with { SeedBars = (int)cursor.WholeNumber(1, MaxBars) },
                "shock" => estimator with { Shock = cursor.Ratio(0, Ratio.One - 1) },
                "memory" => estimator with { Memory = cursor.Ratio(0, Ratio.One - 1) },
                _ => estimator with { Intensity = cursor.Ratio(0, Ratio.One) },
            };
        }

        return estimator;
    }

    private static CorrelationOpinion ReadOpinion(ref JsonCursor cursor)
    {
        CorrelationOpinion opinion = default;
        JsonMembers members = cursor.BeginObject(OpinionShape);
        while (cursor.NextMember(ref members))
        {
            opinion = cursor.Member switch
            {
                "first" => opinion with { First = cursor.Underlying() },
                "second" => opinion with { Second = cursor.Underlying() },
                _ => opinion with { Correlation = ReadCorrelation(ref cursor) },
            };
        }

        if (opinion.First.Letters >= opinion.Second.Letters)
        {
            cursor.Refuse(
                ErrorCode.UnsortedRows, $"{opinion.First} and {opinion.Second}", "two underlyings, the lower first");
        }

        return opinion;
    }

    private static CorrelationRepair ReadRepair(ref JsonCursor cursor)
    {
        CorrelationRepair repair = default;
        JsonMembers members = cursor.BeginObject(RepairShape);
        while (cursor.NextMember(ref members))
        {
            repair = cursor.Member switch
            {
                "method" => repair with
                {
                    Method = (CorrelationRepairMethod)cursor.OneOf(CovarianceNames.Repairs),
                },
                "smallestBefore" => repair with { SmallestBefore = cursor.Ratio() },
                _ => repair with { SmallestAfter = cursor.Ratio() },
            };
        }

        return repair;
    }

    private static CovarianceDocument ReadRows(ref JsonCursor cursor, CovarianceDocument document)
    {
        ImmutableArray<UnderlyingId>.Builder underlyings = ImmutableArray.CreateBuilder<UnderlyingId>();
        ImmutableArray<Volatility>.Builder volatilities = ImmutableArray.CreateBuilder<Volatility>();
        List<int> ends = [];
        ImmutableArray<Ratio>.Builder correlations = ImmutableArray.CreateBuilder<Ratio>();
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            JsonMembers members = cursor.BeginObject(RowShape);
            while (cursor.NextMember(ref members))
            {
                switch (cursor.Member)
                {
                    case "underlying":
                        underlyings.Add(ReadUnderlying(ref cursor, underlyings));
                        break;
                    case "volatility":
                        volatilities.Add(cursor.Volatility(1));
                        break;
                    case "correlations":
                        correlations.AddRange(cursor.ReadRows(ReadCorrelation));
                        ends.Add(correlations.Count);
                        break;
                }
            }
        }

        RequireSquare(ref cursor, ends);
        return document with
        {
            Underlyings = underlyings.ToImmutable(),
            Volatilities = volatilities.ToImmutable(),
            Correlations = correlations.ToImmutable(),
        };
    }

    private static UnderlyingId ReadUnderlying(
        ref JsonCursor cursor, ImmutableArray<UnderlyingId>.Builder before)
    {
        UnderlyingId underlying = cursor.Underlying();
        if (before.Count > 0 && underlying.Letters <= before[^1].Letters)
        {
            cursor.Refuse(ErrorCode.UnsortedRows, underlying.ToString(), $"an underlying after {before[^1]}");
        }

        return underlying;
    }

    private static Ratio ReadCorrelation(ref JsonCursor cursor) => cursor.Ratio(-Ratio.One, Ratio.One);

    private static void RequireSquare(ref JsonCursor cursor, List<int> ends)
    {
        int size = ends.Count;
        if (size is 0 or > CovarianceDocument.MaxUnderlyings)
        {
            cursor.Refuse(
                ErrorCode.RowCountOutOfRange, Text(size), $"1 to {CovarianceDocument.MaxUnderlyings} underlyings");
        }

        for (int row = 0; row < size; row++)
        {
            int count = ends[row] - (row == 0 ? 0 : ends[row - 1]);
            if (count != size)
            {
                cursor.RefuseAt(
                    $"{Text(row)}/correlations",
                    ErrorCode.RowCountOutOfRange,
                    Text(count),
                    $"{Text(size)} correlations, one an underlying");
            }
        }
    }

    private static void RequireMatrix(ref JsonCursor cursor, CovarianceDocument document)
    {
        for (int row = 0; row < document.Underlyings.Length; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                Ratio found = document.CorrelationOf(row, column);
                Ratio wanted = row == column ? new Ratio(Ratio.One) : document.CorrelationOf(column, row);
                if (found != wanted)
                {
                    cursor.RefuseAt(
                        $"underlyings/{Text(row)}/correlations/{Text(column)}",
                        ErrorCode.DocumentInconsistent,
                        DecimalText.Format(found.Raw, Ratio.Decimals),
                        $"{DecimalText.Format(wanted.Raw, Ratio.Decimals)}, as a symmetric matrix of correlations has");
                }
            }
        }
    }

    private static int Order(CorrelationOpinion left, CorrelationOpinion right)
    {
        int byFirst = left.First.Letters.CompareTo(right.First.Letters);
        return byFirst != 0 ? byFirst : left.Second.Letters.CompareTo(right.Second.Letters);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
