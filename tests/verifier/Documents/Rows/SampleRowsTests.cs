using System;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Rows;

/// <summary>
/// Rows against tests/vectors/rows, which scripts/hash-documents.mjs makes from the JSON with viem's encoder and
/// Keccak. They lock the order of every word.
/// </summary>
public sealed class SampleRowsTests
{
    private static readonly EngineIdentity Engine = new(
        1, 3, new Bytes32(0x5A5A5A5A5A5A5A5A, 0x5A5A5A5A5A5A5A5A, 0x5A5A5A5A5A5A5A5A, 0x5A5A5A5A5A5A5A5A));

    [Fact]
    public void Engine_Sample_HasTheIndependentRows()
    {
        Assert.Equal(Samples.Rows("engine.hex"), Lines(EngineRows.Write(Engine)));
        Assert.Equal(Samples.Hash("engine"), EngineRows.Hash(Engine).ToString());
    }

    [Fact]
    public void Market_Sample_HasTheIndependentRows()
    {
        MarketSnapshot market = Samples.Market;

        Assert.Equal(Samples.Rows("market.hex"), Lines(MarketRows.Write(market, round: 0)));
        Assert.Equal(Samples.Hash("market"), MarketRows.Hash(market, round: 0).ToString());
    }

    [Fact]
    public void Parameters_Sample_HaveTheIndependentRows()
    {
        ModelParameters model = Samples.Model.Enforceable(string.Empty);

        Assert.Equal(Samples.Rows("parameters.hex"), Lines(ParameterRows.Write(model)));
        Assert.Equal(Samples.Hash("parameters"), ParameterRows.Hash(model).ToString());
    }

    // The second layout, with every member that it adds.
    [Fact]
    public void Parameters_ExtendedSample_HaveTheIndependentRows()
    {
        ModelParameters model = Assert.IsType<ModelParameters>(Samples.ExtendedModel.Parameters);

        Assert.Equal(Samples.Rows("parameters.extended.hex"), Lines(ParameterRows.Write(model)));
        Assert.Equal(Samples.Hash("parameters.extended"), ParameterRows.Hash(model).ToString());
    }

    [Fact]
    public void History_Sample_HasTheIndependentRows()
    {
        Assert.Equal(Samples.Rows("history.hex"), Lines(HistoryRows.Write(Samples.History)));
        Assert.Equal(Samples.Hash("history"), HistoryRows.Hash(Samples.History).ToString());
    }

    [Fact]
    public void Covariance_Sample_HasTheIndependentRows()
    {
        Assert.Equal(Samples.Rows("covariance.hex"), Lines(CovarianceRows.Write(Samples.Covariance)));
        Assert.Equal(Samples.Hash("covariance"), CovarianceRows.Hash(Samples.Covariance).ToString());
    }

    [Fact]
    public void Scenarios_Sample_HaveTheIndependentRows()
    {
        ScenarioSet set = Samples.Scenarios.Set;

        Assert.Equal(Samples.Rows("scenarios.hex"), Lines(ScenarioRows.Write(set)));
        Assert.Equal(Samples.Hash("scenarios"), ScenarioRows.Hash(set).ToString());
    }

    [Fact]
    public void Book_Sample_HasTheIndependentRows()
    {
        Book book = Samples.Book.Book;

        Assert.Equal(Samples.Rows("book.hex"), Lines(BookRows.Write(book, consumer: default)));
        Assert.Equal(Samples.Hash("book"), BookRows.Hash(book, consumer: default).ToString());
    }

    [Fact]
    public void Result_Sample_HasTheIndependentRows()
    {
        MarginResult result = Samples.Result.Result;

        Assert.Equal(Samples.Rows("result.hex"), Lines(ResultRows.Write(result)));
        Assert.Equal(Samples.Hash("result"), ResultRows.Hash(result).ToString());
    }

    [Fact]
    public void Result_ExtendedSample_HasTheIndependentRows()
    {
        MarginResult result = Samples.ExtendedResult.Result;

        Assert.Equal(Samples.Rows("result.extended.hex"), Lines(ResultRows.Write(result)));
        Assert.Equal(Samples.Hash("result.extended"), ResultRows.Hash(result).ToString());
    }

    [Fact]
    public void Model_Sample_HasTheIndependentHash()
    {
        Bytes32 modelId = ModelId.Hash(
            EngineRows.Hash(Engine),
            ParameterRows.Hash(Samples.Model.Parameters),
            ScenarioRows.Hash(Samples.Scenarios.Set));

        Assert.Equal(Samples.Hash("model"), modelId.ToString());
    }

    [NodeFact]
    public async Task Script_RunAgain_FindsTheCommittedFiles()
    {
        (int exitCode, string output) = await NodeScript.Run("scripts/hash-documents.mjs", "", "--check");

        Assert.Equal("11 files, 0 differ\n", output);
        Assert.Equal(0, exitCode);
    }

    /// <summary>One word a line.</summary>
    private static string Lines(byte[] words) =>
        string.Concat(words.Chunk(Bytes32.Length).Select(word => Convert.ToHexStringLower(word) + "\n"));
}
