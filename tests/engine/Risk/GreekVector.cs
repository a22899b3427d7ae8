using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Risk;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Engine.Risk;

/// <summary>One option of tests/vectors/greeks with its exact Greeks, and the engine's own of the same option.</summary>
internal sealed record GreekVector(
    bool IsCall,
    bool IsCoin,
    long Forward,
    long Strike,
    long Volatility,
    long Seconds,
    long Rate,
    long Quantity,
    BigInteger[] Exact)
{
    /// <summary>The committed file.</summary>
    public static string File => Path.Combine(ReferenceData.Root, "tests", "vectors", "greeks", "black76.csv");

    /// <summary>The vectors.</summary>
    public static IReadOnlyList<GreekVector> All { get; } =
        [.. System.IO.File.ReadLines(File).Skip(1).Select(Read)];

    /// <summary>Total volatility.</summary>
    public double TotalVolatility => Volatility / 1e12 * Math.Sqrt(Years);

    /// <summary>Years to expiry.</summary>
    public double Years => Seconds / 31_536_000.0;

    /// <summary>The strike over the forward.</summary>
    public double Ratio => (double)Strike / Forward;

    /// <summary>What a coin-settled option's errors are multiplied by, at least 1.</summary>
    public double Weight => IsCoin ? Math.Max(1, Ratio) : 1;

    /// <summary>The discount.</summary>
    public double Discount => Math.Exp(-Math.Max(0, Rate / 1e12) * Years);

    /// <summary>The notional, raw money of the settlement currency.</summary>
    public double Notional => IsCoin ? Quantity * 10.0 : Quantity * (double)Forward / 1e10;

    /// <summary>What the engine says of a book that holds nothing else.</summary>
    public Sensitivities Compute() => BookSensitivities.Of(
        MarginRules.Resolve(Market(), new MarginModel(Model(), Sample.Scenarios), Book())).Positions[0].Sensitivities;

    /// <summary>What the engine says such an option is worth, raw money.</summary>
    public long Value() =>
        MarginRules.Compute(Market(), new MarginModel(Model(), Sample.Scenarios), Book()).Equity.Raw;

    /// <summary>The engine's number less the exact one, in raw units.</summary>
    public double ErrorOf(long result, int greek) => (double)(((BigInteger)result << 16) - Exact[greek]) / 65_536;

    /// <summary>The exact number, in raw units.</summary>
    public double ExactOf(int greek) => (double)Exact[greek] / 65_536;

    private static GreekVector Read(string line)
    {
        string[] cells = line.Split(',');
        long Number(int at) => long.Parse(cells[at], CultureInfo.InvariantCulture);
        return new GreekVector(
            cells[0][0] == 'C',
            cells[0][1] == 'I',
            Number(1),
            Number(2),
            Number(3),
            Number(4),
            Number(5),
            Number(6),
            [.. cells[7..].Select(static cell => BigInteger.Parse(cell, CultureInfo.InvariantCulture))]);
    }

    private MarketSnapshot Market() => Sample.Market with
    {
        Underlyings =
        [
            Sample.Market.Underlyings[0] with
            {
                Expiries =
                [
                    Sample.Listed with
                    {
                        Expiry = Expiry,
                        Forward = new Price(Forward),
                        Rate = new Ratio(Rate),
                        Surface = new VolatilitySurface(
                            [new VolatilityPoint(new Price(Strike), new Volatility(Volatility))], null),
                    },
                ],
            },
        ],
    };

    private ModelParameters Model() =>
        IsCoin ? Sample.Model with { Settlement = Name.Asset("BTC") } : Sample.Model;

    private Book Book() => Sample.Book(new Position(
        InstrumentId.Create(
            Sample.Btc,
            Sample.Usd,
            IsCoin ? Settlement.Inverse : Settlement.Linear,
            Expiry,
            new Price(Strike),
            IsCall ? InstrumentKind.Call : InstrumentKind.Put),
        new Quantity(Quantity),
        default,
        default));

    private Instant Expiry => new(Sample.Now.Seconds + Seconds);
}
