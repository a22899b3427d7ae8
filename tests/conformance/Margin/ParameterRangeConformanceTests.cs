using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Conformance.Margin;

/// <summary>
/// A registry takes a model that claims a capability where the engine does, and refuses it for the same number: numbers
/// at the limits, one beside them, and anywhere else.
/// </summary>
public sealed class ParameterRangeConformanceTests(EngineMachine machine, ITestOutputHelper output)
    : IClassFixture<EngineMachine>
{
    private const int Models = 300;
    private const int Sets = 150;
    private const string Taken = "taken";
    private const string Refused = "refused";
    private const int WordBytes = 32;
    private const int FieldBytes = 8;
    private const long OneQ40 = 1L << 40;

    private static readonly long[] Limits =
    [
        0, 1, 999_999, Ratio.One / 4, Ratio.One, 10 * Ratio.One, 63 * Ratio.One, 64 * Ratio.One, 100 * Ratio.One,
        Ratio.MaxRaw, 1L << 33, Quantity.Limit - 2, Quantity.Limit - 1, OneQ40, 64 * OneQ40, long.MaxValue,
    ];

    [Fact]
    public async Task Schedule_RandomParameters_HasTheEnginesVerdict()
    {
        Seeded seeded = Seeded.Printed(output);
        Dictionary<string, int> verdicts = [];
        for (int index = 0; index < Campaign.Scale(Models); index++)
        {
            MarginCase one = EnforcedCase.Next(seeded);
            byte[] row = ParameterRows.Write(one.Model);
            int[] words = [.. NumberWords(one.Model)];
            for (long changes = seeded.Between(1, 3); changes > 0; changes--)
            {
                Change(seeded, row, seeded.Pick<int>(words));
            }

            ModelParameters changed = ParameterNumbers.Read(row, one.Model);
            string expected = Verdict(() => ParameterRange.Check(changed, string.Empty));
            RevertReason? refusal =
                await machine.ScheduleRefusalAsync(Id(seeded), row, ScenarioRows.Write(ScenariosOf(one)));

            Assert.Equal(expected, Verdict(refusal, withValues: true));
            Count(verdicts, refusal);
        }

        Print(verdicts);
        Assert.Equal(["ParameterOutOfRange", Taken], verdicts.Keys.Order());
        Assert.All(verdicts.Values, count => Assert.True(count >= Models / 10));
    }

    [Fact]
    public async Task Schedule_RandomHeads_HasTheReadersVerdict()
    {
        Seeded seeded = Seeded.Printed(output);
        Dictionary<string, int> verdicts = [];
        for (int index = 0; index < Campaign.Scale(Sets); index++)
        {
            MarginCase one = EnforcedCase.Next(seeded);
            ScenarioSet set = ScenariosOf(one);
            byte[] rows = ScenarioRows.Write(set);
            ChangeHead(seeded, rows, set);

            string expected = Verdict(() => ScenarioRows.Read(rows, string.Empty));
            RevertReason? refusal =
                await machine.ScheduleRefusalAsync(Id(seeded), ParameterRows.Write(one.Model), rows);

            Assert.Equal(expected, Verdict(refusal, withValues: false));
            Count(verdicts, refusal);
        }

        Print(verdicts);
        Assert.Equal(["ScenarioNumberOutOfRange", "ScenariosMalformed", Taken], verdicts.Keys.Order());
    }

    [Fact]
    public async Task Schedule_EveryShippedModelThatContractsRecompute_IsTaken()
    {
        Profile[] profiles = [.. Profiles.Names.Select(Profiles.Open).Where(one => one.Model.Parameters.IsEnforceable)];

        foreach (Profile profile in profiles)
        {
            byte[] parameters = ParameterRows.Write(profile.Model.Parameters);
            byte[] scenarios = ScenarioRows.Write(profile.Scenarios.Set);

            Assert.Null(await machine.ScheduleRefusalAsync(default, parameters, scenarios));
        }

        Assert.Equal(
            ["derive-pmrm2-1.0", "portfolio-1.0", "portfolio-scan-1.0"], profiles.Select(profile => profile.Name));
    }

    /// <summary>A registry refuses a set without any factor.</summary>
    private static ScenarioSet ScenariosOf(MarginCase one) =>
        one.Scenarios.Factors.IsEmpty ? Profiles.Open(Profiles.Default).Scenarios.Set : one.Scenarios;

    /// <summary>The places of the numbers that the engine's check sees; what a contract asks of others is in the
    /// contract's own tests.</summary>
    private static IEnumerable<int> NumberWords(ModelParameters model)
    {
        IEnumerable<int> words = Enumerable.Range(ParameterNumbers.Horizon, 35)
            .Append(ParameterNumbers.Level)
            .Concat(RuleNumbers(ParameterNumbers.Haircuts, model.Haircuts.Length, 3));
        int extension = ParameterNumbers.Extension(model);
        return model.NeedsSecondLayout
            ? words
                .Concat([extension + 1, extension + 3, .. Enumerable.Range(extension + 6, 3)])
                .Concat(RuleNumbers(ParameterNumbers.Concentration(model), model.Concentration.Length, 4))
            : words;
    }

    /// <summary>The numbers behind the first word of each rule.</summary>
    private static IEnumerable<int> RuleNumbers(int first, int rules, int numbers) =>
        Enumerable.Range(0, rules).SelectMany(
            rule => Enumerable.Range(first + (ParameterNumbers.RuleWords * rule) + 1, numbers));

    private static void Change(Seeded seeded, byte[] row, int word)
    {
        // A level is an integer of 32 bits.
        long number = word == ParameterNumbers.Level ? seeded.Between(-1, 1_000_000) : Number(seeded);
        row.AsSpan(word * WordBytes, WordBytes).Fill(number < 0 ? byte.MaxValue : byte.MinValue);
        Write(row, word, 3, number);
    }

    private static void ChangeHead(Seeded seeded, byte[] rows, ScenarioSet set)
    {
        int factors = set.Factors.Length;
        int scenario = (int)seeded.Between(0, set.Scenarios.Length - 1);
        int head = 3 + factors + (scenario * (1 + factors));
        for (int word = head + 1; word <= head + factors; word++)
        {
            // Which shocks are read depends on the head; this one moves nothing.
            Write(rows, word, 0, OneQ40);
            Write(rows, word, 1, OneQ40);
        }

        long traits = (seeded.Between(0, 6) << 16) | seeded.Between(0, 4);
        Write(rows, head, 0, seeded.Coin() ? OneQ40 : Number(seeded));
        Write(rows, head, 1, (seeded.Pick([0, 1, 7L, uint.MaxValue]) << 32) | traits);
        Write(rows, head, 2, seeded.Between(1, 10) == 1 ? 1 : 0);
        Write(rows, head, 3, seeded.Between(1, 10) == 1 ? 1 : 0);
    }

    private static void Write(byte[] rows, int word, int field, long number) =>
        BinaryPrimitives.WriteInt64BigEndian(rows.AsSpan((word * WordBytes) + (field * FieldBytes)), number);

    /// <summary>At a limit, one beside it, or anywhere; of either sign.</summary>
    private static long Number(Seeded seeded)
    {
        long number = seeded.Between(1, 4) == 1 ? seeded.OfAnyMagnitude(62) : seeded.Pick<long>(Limits);
        long beside = number == long.MaxValue ? number : number + seeded.Between(-1, 1);
        return seeded.Between(1, 3) == 1 ? -beside : beside;
    }

    private static Bytes32 Id(Seeded seeded) => new(seeded.Bits(), seeded.Bits(), 0, 0);

    /// <summary>Of the engine: a number out of its range with its limits, another refusal, or that the rows are
    /// read.</summary>
    private static string Verdict(Action read)
    {
        try
        {
            read();
            return Taken;
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.ParameterOutOfRange)
        {
            return $"{refusal.Value} not {refusal.Accepted}";
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.BundleMalformed)
        {
            return Refused;
        }
    }

    private static string Verdict(RevertReason? refusal, bool withValues) => refusal switch
    {
        null => Taken,
        { Arguments: var numbers } when withValues =>
            $"{numbers["number"]} not {numbers["least"]} to {numbers["most"]} raw units",
        _ => Refused,
    };

    private static void Count(Dictionary<string, int> verdicts, RevertReason? refusal)
    {
        string name = refusal?.Name ?? Taken;
        verdicts[name] = verdicts.GetValueOrDefault(name) + 1;
    }

    private void Print(Dictionary<string, int> verdicts) =>
        output.WriteLine(string.Join(", ", verdicts.Select(pair => $"{pair.Key} {pair.Value}")));
}
