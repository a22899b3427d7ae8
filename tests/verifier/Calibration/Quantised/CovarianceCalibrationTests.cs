using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Verifiable.Calibration.History;
using Verifiable.Calibration.Quantised;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Calibration.Support;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Calibration.Quantised;

public sealed class CovarianceCalibrationTests(ITestOutputHelper output)
{
    private const string File = "history.json";
    private const double OneRaw = Ratio.One;

    private static readonly ImmutableArray<string> Coins = ["BTC", "ETH", "LTC", "XRP", "BCH"];
    private static readonly ImmutableArray<UnderlyingId> Three = [Named("BTC"), Named("ETH"), Named("SOL")];

    // Five coins to 14 February 2022. Expected: a second program, in Python's doubles from the closes of the file, with
    // Ledoit and Wolf's intensity as their published code has it; volatilities of BCH and XRP, then the lower half of
    // the correlations, row by row.
    public static TheoryData<CovarianceMethod, double[]> References => new()
    {
        {
            CovarianceMethod.Sample,
            [
                1.2096021433700719, 1.5130902832820148, 0.7102466375495302, 0.7644187997501395, 0.770980206153869,
                0.8380820664260977, 0.7829592934383364, 0.8027216936318445, 0.6193374382833505, 0.5225699003306512,
                0.5638945818380074, 0.618944303100996,
            ]
        },
        {
            CovarianceMethod.Ewma,
            [
                0.7264396159925985, 0.9779063288405597, 0.8325144496112277, 0.8254077243830641, 0.8791251171575104,
                0.8771622431449737, 0.8320062997078624, 0.8298526723786773, 0.7460035574639602, 0.6963373917231299,
                0.6787592124426143, 0.7296588539958356,
            ]
        },
        {
            CovarianceMethod.Dcc,
            [
                0.7264396159925985, 0.9779063288405597, 0.7358701688701926, 0.7760753875791774, 0.8056509285202866,
                0.8250407823939784, 0.7910386648606496, 0.7999814968266158, 0.6898453171332694, 0.586717843397079,
                0.6129107656745397, 0.659768117949045,
            ]
        },
        {
            CovarianceMethod.Shrinkage,
            [
                0.7264396159925985, 0.9779063288405597, 0.6813023499385576, 0.7304283254253542, 0.7377847450072202,
                0.779254395531482, 0.7567106683197935, 0.7583046225455011, 0.6608940414902973, 0.5497569630879842,
                0.6053091953115919, 0.6217323434863057,
            ]
        },
    };

    [DataTheory("prices")]
    [MemberData(nameof(References))]
    public void Run_FiveCoins_IsTheSecondProgramsEstimate(CovarianceMethod method, double[] expected)
    {
        HistoryDocument history = Imported();

        CovarianceDocument found = CovarianceCalibration.Run(history, File, new CovarianceOptions(history.Assets)
        {
            Method = method,
            Weights = (new Ratio(20_000_000_000), new Ratio(950_000_000_000)),
        });

        double[] lower = [.. Enumerable.Range(0, 5).SelectMany(
            row => Enumerable.Range(0, row).Select(column => found.CorrelationOf(row, column).Raw / OneRaw))];
        double[] numbers =
            [found.Volatilities[0].Raw / OneRaw, found.Volatilities[4].Raw / OneRaw, .. lower];
        Assert.All(expected.Zip(numbers), static pair => Assert.Equal(pair.First, pair.Second, 2e-12));
        Assert.Equal(expected.Length, numbers.Length);
        Assert.Equal(method == CovarianceMethod.Ewma ? 1558 : 500, found.Observations);
        Assert.Equal("2022-02-14T00:00:00Z", InstantText.Format(found.To));
    }

    [DataFact("prices")]
    public void Run_FiveCoinsShrunk_IntensityIsTheSecondPrograms()
    {
        HistoryDocument history = Imported();

        CovarianceDocument found = CovarianceCalibration.Run(history, File, new CovarianceOptions(history.Assets));

        Assert.Equal(0.18270129990818643, found.Estimator.Intensity!.Value.Raw / OneRaw, 2e-12);
        Assert.Equal(CorrelationRepairMethod.None, found.Repair.Method);
    }

    // The weights are found where the likelihood is highest: no other on a grid around them is likelier. The search is
    // tested with DynamicCorrelation; here that its result is a millionth's and inside the domain.
    [DataFact("prices")]
    public void Run_DccWithoutWeights_EstimatesThem()
    {
        HistoryDocument history = Imported();

        CovarianceDocument found = CovarianceCalibration.Run(
            history, File, new CovarianceOptions(history.Assets) { Method = CovarianceMethod.Dcc });

        (Ratio shock, Ratio memory) = (found.Estimator.Shock!.Value, found.Estimator.Memory!.Value);
        output.WriteLine($"a {shock.Raw}, b {memory.Raw}");
        Assert.Equal((0, 0), (shock.Raw % 1_000_000, memory.Raw % 1_000_000));
        Assert.InRange(shock.Raw + memory.Raw, 1, Ratio.One - 1);
        Assert.Equal(found, CovarianceCalibration.Run(history, File, new CovarianceOptions(history.Assets)
        {
            Method = CovarianceMethod.Dcc,
            Weights = (shock, memory),
        }) with
        {
            Volatilities = found.Volatilities,
            Correlations = found.Correlations,
            Underlyings = found.Underlyings,
            Opinions = found.Opinions,
        });
    }

    // BTC against both others, which go together: no three series can be like that. Expected by hand: of
    // [[1, x, x], [x, 1, y], [x, y, 1]] with x = -0.9 and y = 0.5 the lowest eigenvalue is
    // 1 + (y - sqrt(y^2 + 8 x^2)) / 2.
    [Theory]
    [InlineData(CorrelationRepairMethod.Clip)]
    [InlineData(CorrelationRepairMethod.Nearest)]
    public void Run_OpinionsThatContradict_AreRepaired(CorrelationRepairMethod repair)
    {
        CovarianceDocument found = CovarianceCalibration.Run(Random(), File, new CovarianceOptions(Three)
        {
            Bars = 200,
            Repair = repair,
            Opinions =
            [
                new(Three[0], Three[1], new Ratio(-Ratio.One / 10 * 9)),
                new(Three[0], Three[2], new Ratio(-Ratio.One / 10 * 9)),
                new(Three[1], Three[2], new Ratio(Ratio.One / 2)),
            ],
        });

        double lowest = 1 + ((0.5 - Math.Sqrt(0.25 + (8 * 0.81))) / 2);
        Assert.Equal(lowest, found.Repair.SmallestBefore.Raw / OneRaw, 2e-12);
        Assert.Equal(repair, found.Repair.Method);
        Assert.InRange(found.Repair.SmallestAfter.Raw, -3, 10);
        Assert.All(Enumerable.Range(0, 3), at => Assert.Equal(Ratio.One, found.CorrelationOf(at, at).Raw));
        Assert.InRange(found.CorrelationOf(0, 1).Raw, -Ratio.One, -Ratio.One / 2);
        CovarianceMatrix matrix = CovarianceMatrix.Of(found, File, Three);
        Assert.Equal<Volatility>([.. found.Volatilities], [.. matrix.Volatilities]);
    }

    [Fact]
    public void Run_OpinionThatFits_IsLeftAsItIs()
    {
        Ratio half = new(Ratio.One / 2);

        CovarianceDocument found = CovarianceCalibration.Run(Random(), File, new CovarianceOptions(Three)
        {
            Bars = 200,
            Opinions = [new(Three[0], Three[1], half)],
        });

        Assert.Equal((half, half), (found.CorrelationOf(0, 1), found.CorrelationOf(1, 0)));
        Assert.Equal(CorrelationRepairMethod.None, found.Repair.Method);
    }

    // A book of whoever wrote this has a negative variance: what is read is judged again, whatever its hash says.
    [Fact]
    public void Of_MatrixThatIsNone_IsRefused()
    {
        CovarianceDocument sound = CovarianceCalibration.Run(
            Random(), File, new CovarianceOptions(Three) { Bars = 200 });
        long[] raw = [10, -9, -9, -9, 10, -9, -9, -9, 10];
        CovarianceDocument unsound = sound with
        {
            Correlations = [.. raw.Select(static tenth => new Ratio(tenth * (Ratio.One / 10)))],
        };

        MarginException refusal =
            Assert.Throws<MarginException>(() => CovarianceMatrix.Of(unsound, File, Three));

        Assert.Equal((ErrorCode.DocumentInconsistent, File), (refusal.Code, refusal.File));
        Assert.Contains("-0.8", refusal.Value, StringComparison.Ordinal);
        Assert.NotNull(CovarianceMatrix.Of(unsound, File, [Three[2]]));
    }

    [Fact]
    public void Of_UnderlyingItLacks_IsRefusedByName()
    {
        CovarianceDocument document = CovarianceCalibration.Run(
            Random(), File, new CovarianceOptions(Three) { Bars = 200 });

        MarginException refusal =
            Assert.Throws<MarginException>(() => CovarianceMatrix.Of(document, File, [Named("DOGE")]));

        Assert.Equal((ErrorCode.MemberMissing, "DOGE"), (refusal.Code, refusal.Value));
    }

    // In another culture the same bytes.
    [Theory]
    [InlineData(CovarianceMethod.Sample)]
    [InlineData(CovarianceMethod.Ewma)]
    [InlineData(CovarianceMethod.Dcc)]
    [InlineData(CovarianceMethod.Shrinkage)]
    public void Run_Again_WritesTheSameBytesThatReadBack(CovarianceMethod method)
    {
        HistoryDocument history = Random();
        CovarianceOptions options = new(Three) { Method = method, Bars = 200 };
        byte[] first = CovarianceDocument.Write(CovarianceCalibration.Run(history, File, options));
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = commas;

        byte[] again = CovarianceDocument.Write(CovarianceCalibration.Run(history, File, options));

        CultureInfo.CurrentCulture = before;
        Assert.Equal(first, again);
        Assert.Equal(first, CovarianceDocument.Write(CovarianceDocument.Read(first, File)));
    }

    // What happened later changes nothing but the hash of the history.
    [Theory]
    [InlineData(CovarianceMethod.Sample)]
    [InlineData(CovarianceMethod.Ewma)]
    [InlineData(CovarianceMethod.Dcc)]
    [InlineData(CovarianceMethod.Shrinkage)]
    public void Run_AsOf_DoesNotSeeTheFuture(CovarianceMethod method)
    {
        HistoryDocument history = Random();
        int rows = history.Times.Length - 20;
        HistoryDocument shorter = history with
        {
            Times = history.Times[..rows],
            Closes = history.Closes[..(rows * history.Assets.Length)],
        };
        CovarianceOptions options = new(Three) { Method = method, Bars = 200 };

        CovarianceDocument cut = CovarianceCalibration.Run(
            history, File, options with { AsOf = new Instant(shorter.Times[^1].Seconds + 86_400) });

        CovarianceDocument expected = CovarianceCalibration.Run(shorter, File, options);
        Assert.Equal(CovarianceRows.Write(expected), CovarianceRows.Write(cut with { History = expected.History }));
    }

    // A storm long ago: the forecast has forgotten it, the floor has not.
    [Fact]
    public void Run_Floored_RemembersTheStorm()
    {
        HistoryDocument history = Random(stormDays: 100);
        CovarianceOptions options = new(Three) { Bars = 200 };

        long forecast = CovarianceCalibration.Run(history, File, options).Volatilities[0].Raw;
        long floored = CovarianceCalibration.Run(
            history, File, options with { IsFloored = true }).Volatilities[0].Raw;

        Assert.True(floored > 3 * forecast / 2, $"{floored} {forecast}");
    }

    [Theory]
    [InlineData(CovarianceMethod.Sample, 400, "returns")] // 399 returns of 400 closes
    [InlineData(CovarianceMethod.Shrinkage, 340, "residuals")] // 339 residuals: 60 make the first volatility
    [InlineData(CovarianceMethod.Dcc, 340, "residuals")]
    public void Run_MoreBarsThanThereAre_AreRefused(CovarianceMethod method, int bars, string path)
    {
        CovarianceOptions options = new(Three) { Method = method, Bars = bars };

        MarginException refusal =
            Assert.Throws<MarginException>(() => CovarianceCalibration.Run(Random(), File, options));

        Assert.Equal((ErrorCode.RowCountOutOfRange, File, path), (refusal.Code, refusal.File, refusal.Path));
        Assert.Equal(bars - 1, CovarianceCalibration.Run(
            Random(), File, options with { Bars = bars - 1 }).Observations);
    }

    // One coin under two names: their residuals say the same, and a likelihood of both is of rounding errors.
    [Fact]
    public void Run_DccOfOneCoinTwice_IsRefused()
    {
        HistoryDocument history = Random();
        HistoryDocument twice = history with
        {
            Closes = [.. history.Closes.Select((close, at) => at % 3 == 1 ? history.Closes[at - 1] : close)],
        };

        MarginException refusal = Assert.Throws<MarginException>(() => CovarianceCalibration.Run(
            twice, File, new CovarianceOptions(Three) { Method = CovarianceMethod.Dcc, Bars = 200 }));

        Assert.Equal(
            (ErrorCode.ParameterOutOfRange, "smallest eigenvalue"), (refusal.Code, refusal.Path));
    }

    private static UnderlyingId Named(string name) =>
        NameText.TryParseUnderlying(name, out UnderlyingId underlying) ? underlying : default;

    private static HistoryDocument Imported()
    {
        PriceFindings findings = PriceImporter.Examine(
            VenueFile.Read(ReferenceData.Files("prices", "daily_close_usd_25*").Single()),
            new PriceImportOptions(Samples.Usd) { Underlyings = Coins, Rounding = ImportRounding.Floor });
        return PriceImporter.Import(findings, []);
    }

    // Four hundred days from 2021-01-01 of three coins with daily volatility 3 % and one thing in common.
    private HistoryDocument Random(int stormDays = 0)
    {
        Seeded seeded = Seeded.Printed(output);
        double[] prices = [10_000, 1_000, 100];
        List<Instant> times = [];
        List<Price> closes = [];
        for (int day = 0; day < 400; day++)
        {
            times.Add(new Instant(1_609_459_200 + (86_400L * day)));
            closes.AddRange(prices.Select(static price => new Price((long)(price * 1e8))));
            double common = seeded.StandardNormal();
            double size = day < stormDays ? 0.12 : 0.03;
            prices = [.. prices.Select(price =>
                price * Math.Exp(size * ((0.7 * common) + (0.714 * seeded.StandardNormal()))))];
        }

        return new HistoryDocument(Samples.Usd, 86_400, default, [], Three, [], [.. times], [.. closes]);
    }
}
