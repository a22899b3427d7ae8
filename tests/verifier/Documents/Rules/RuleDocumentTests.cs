using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Rules;

/// <summary>
/// Models of the reporting rules: what they refuse, what they hash, and that nothing may rest on them.
/// </summary>
public sealed class RuleDocumentTests(ITestOutputHelper output)
{
    public static TheoryData<string, MarginRule> Rules => new()
    {
        { "derive-pmrm1-1.0", MarginRule.UndiscountedPortfolio },
        { "derive-standard-1.0", MarginRule.Standard },
        { "deribit-pm-1.0", MarginRule.PriceBuckets },
        { "span-1.0", MarginRule.Span },
        { "isolated-1.0", MarginRule.Isolated },
        { "cross-1.0", MarginRule.Cross },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Profile_OfARule_IsOfThatRuleAndReportsOnly(string name, MarginRule rule)
    {
        ModelDocument model = Profiles.Open(name).Model;

        MarginException refusal = Assert.Throws<MarginException>(() => model.Enforceable("model.json"));

        Assert.Equal(rule, model.Parameters.Rule);
        Assert.Equal((ErrorCode.ProfileNotEnforceable, "/rule"), (refusal.Code, refusal.Path));
        Assert.Equal(refusal.Value, JsonNode.Parse(Profiles.ReadModel(name))!["rule"]!.GetValue<string>());
    }

    /// <summary>A bundle with such parameters does not verify: its words name their rule.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Rows_OfARule_BeginWithItsLayoutAndAreRefusedInABundle(string name, MarginRule rule)
    {
        byte[] rows = ParameterRows.Write(Profiles.Open(name).Model.Parameters);

        MarginException refusal = Assert.Throws<MarginException>(() => ParameterRows.Read(rows, "bundle"));

        Assert.Equal((ulong)rule, Bytes32.Read(rows.AsSpan(Bytes32.Length)).Fourth);
        Assert.Equal((ErrorCode.ProfileNotEnforceable, "bundle"), (refusal.Code, refusal.File));
    }

    /// <summary>What is priced is hashed: every number of a model, one at a time, to the next it can be.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Hash_OfEveryNumberChanged_IsAnother(string name, MarginRule rule)
    {
        Bytes32 hash = ParameterRows.Hash(Profiles.Open(name).Model.Parameters);
        string[] places = [.. Numbers(JsonNode.Parse(Profiles.ReadModel(name))!, string.Empty)];

        Bytes32[] changed = [.. places.Select(place => ParameterRows.Hash(
            ModelDocument.Read(WithOtherNumber(name, place), "model.json").Parameters))];

        output.WriteLine($"{rule}: {places.Length} numbers");
        Assert.DoesNotContain(hash, changed);
        Assert.Equal(changed.Length, changed.Distinct().Count());
    }

    [Theory]
    [InlineData("span-1.0", "rule", "\"portfolio\"", ErrorCode.ParameterOutOfRange, "/rule")]
    [InlineData("span-1.0", "rule", "\"SPAN\"", ErrorCode.ParameterOutOfRange, "/rule")]
    [InlineData("span-1.0", "rule", "\"standard\"", ErrorCode.MemberUnknown, "/horizon")]
    [InlineData("span-1.0", "settlement", "\"BTC\"", ErrorCode.ParameterOutOfRange, "/settlement")]
    [InlineData("span-1.0", "ranges", "[]", ErrorCode.RowCountOutOfRange, "/ranges")]
    [InlineData("span-1.0", "ranges/0/price", "\"0\"", ErrorCode.ParameterOutOfRange, "/ranges/0/price")]
    [InlineData("span-1.0", "ranges/1/underlying", "\"BTC\"", ErrorCode.RowDuplicate, "/ranges/1")]
    [InlineData("span-1.0", "extreme/cover", "\"1.1\"", ErrorCode.ParameterOutOfRange, "/extreme/cover")]
    [InlineData("span-1.0", "multiplier/initial", "\"0.9\"", ErrorCode.ParameterOutOfRange, "/multiplier/initial")]
    [InlineData("derive-pmrm1-1.0", "initialMultiplier", "\"0.99\"", ErrorCode.ParameterOutOfRange, "/initialMultiplier")]
    [InlineData("derive-pmrm1-1.0", "skew", "{}", ErrorCode.MemberUnknown, "/skew")]
    [InlineData("derive-standard-1.0", "option/minimumShare", "\"0.16\"", ErrorCode.ParameterOutOfRange, "/option/minimumShare")]
    [InlineData("derive-standard-1.0", "option/callMaintenance", "\"0.14\"", ErrorCode.ParameterOutOfRange, "/option/callMaintenance")]
    [InlineData("derive-standard-1.0", "option/putMaintenance", "\"0.14\"", ErrorCode.ParameterOutOfRange, "/option/putMaintenance")]
    [InlineData("derive-standard-1.0", "option/putInitialMultiple", "\"0.9\"", ErrorCode.ParameterOutOfRange, "/option/putInitialMultiple")]
    [InlineData("derive-standard-1.0", "perpetual/initial", "\"0.01\"", ErrorCode.ParameterOutOfRange, "/perpetual/initial")]
    [InlineData("derive-standard-1.0", "scenarios", "\"0x00\"", ErrorCode.MemberUnknown, "/scenarios")]
    [InlineData("deribit-pm-1.0", "buckets", "0", ErrorCode.NumberOutOfRange, "/buckets")]
    [InlineData("deribit-pm-1.0", "buckets", "101", ErrorCode.NumberOutOfRange, "/buckets")]
    [InlineData("deribit-pm-1.0", "ranges", "[]", ErrorCode.RowCountOutOfRange, "/ranges")]
    [InlineData("deribit-pm-1.0", "extended/moves/0", "\"-1.01\"", ErrorCode.ParameterOutOfRange, "/extended/moves/0")]
    [InlineData("deribit-pm-1.0", "maintenanceFraction", "\"1.01\"", ErrorCode.ParameterOutOfRange, "/maintenanceFraction")]
    [InlineData("deribit-pm-1.0", "profitOffset", "\"-0.1\"", ErrorCode.ParameterOutOfRange, "/profitOffset")]
    [InlineData("cross-1.0", "tiers/0/underlying", "\"ETH\"", ErrorCode.RowDuplicate, "/tiers/1")]
    [InlineData("cross-1.0", "defaultTier/maintenanceFraction", "\"1.1\"", ErrorCode.ParameterOutOfRange, "/defaultTier/maintenanceFraction")]
    [InlineData("isolated-1.0", "tiers/0/openInterest", "\"-1\"", ErrorCode.NumberOutOfRange, "/tiers/0/openInterest")]
    [InlineData("isolated-1.0", "tiers/0/lowerCap", "\"0.0000001\"", ErrorCode.PrecisionLost, "/tiers/0/lowerCap")]
    public void Read_OneValueChanged_IsRefusedAtItsPlace(
        string name, string place, string json, ErrorCode code, string path)
    {
        byte[] document = JsonEdit.SetIn(Profiles.ReadModel(name), $"/{place}", json);

        MarginException refusal =
            Assert.Throws<MarginException>(() => ModelDocument.Read(document, "model.json"));

        Assert.Equal((code, path), (refusal.Code, refusal.Path));
    }

    [Fact]
    public void Read_UpperCapNotAboveLowerCap_IsRefused()
    {
        byte[] lower = JsonEdit.SetIn(Profiles.ReadModel("cross-1.0"), "/tiers/0/lowerCap", "\"25\"");
        byte[] both = JsonEdit.SetIn(lower, "/tiers/0/upperCap", "\"25\"");

        MarginException refusal = Assert.Throws<MarginException>(() => ModelDocument.Read(both, "model.json"));

        Assert.Equal((ErrorCode.ParameterOutOfRange, "/tiers/0/upperCap"), (refusal.Code, refusal.Path));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Read_AnyMemberMissing_IsRefused(string name, MarginRule rule)
    {
        byte[] document = Profiles.ReadModel(name);
        string[] members = [.. JsonNode.Parse(document)!.AsObject()
            .Select(static member => member.Key)
            .Where(static member => member is not ("rule" or "scenarios"))];

        Assert.All(members, member =>
        {
            byte[] without = JsonEdit.RemoveIn(document, $"/{member}");
            MarginException refusal = Assert.Throws<MarginException>(() => ModelDocument.Read(without, "model.json"));
            Assert.Equal((ErrorCode.MemberMissing, $"/{member}"), (refusal.Code, refusal.Path));
        });
        output.WriteLine($"{rule}: {members.Length} members");
    }

    private static byte[] WithOtherNumber(string name, string place)
    {
        byte[] document = Profiles.ReadModel(name);
        JsonNode node = JsonNode.Parse(document)!;
        foreach (string step in place.Split('/')[1..])
        {
            node = node is JsonArray rows ? rows[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!;
        }

        return JsonEdit.SetIn(document, place, Other(node.ToJsonString()));
    }

    /// <summary>
    /// A number near by that the rule accepts: a little less where it can be less, since most shares are bounded above.
    /// </summary>
    private static string Other(string json)
    {
        string text = json.Trim('"');
        bool isText = json.StartsWith('"');
        if (text.EndsWith('d'))
        {
            return "\"2d\"";
        }

        decimal number = decimal.Parse(text, CultureInfo.InvariantCulture);
        decimal step = isText ? 0.000001m : 1;
        decimal other = number is 0 or 1 or 1.1m or 1.25m ? number + step : number - step;
        string written = other.ToString(CultureInfo.InvariantCulture);
        return isText ? $"\"{written}\"" : written;
    }

    private static IEnumerable<string> Numbers(JsonNode node, string place)
    {
        switch (node)
        {
            case JsonObject members:
                return members.SelectMany(member => Numbers(member.Value!, $"{place}/{member.Key}"));
            case JsonArray rows:
                return rows.SelectMany((row, at) => Numbers(row!, $"{place}/{at}"));
            default:
                string text = node.ToJsonString().Trim('"');
                bool isNumber = decimal.TryParse(text, CultureInfo.InvariantCulture, out _) || text == "1d";
                return isNumber && place != "/version" ? [place] : [];
        }
    }
}
