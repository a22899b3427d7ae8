using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Documents.Json;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Schemas;

public sealed class SchemaTests(ITestOutputHelper output)
{
    [NodeFact]
    public async Task Schema_SamplesAndProfiles_AreValid()
    {
        List<(string Schema, byte[] Document)> documents =
            [.. Verifiable.Documents.Schemas.Names.Select(name => (name, Samples.Json($"{name}.json")))];
        documents.AddRange(new[] { "model", "result" }.Select(name => (name, Samples.Json($"{name}.extended.json"))));
        documents.AddRange(Profiles.Names.Select(name => ("model", Profiles.ReadModel(name))));
        documents.AddRange(Profiles.Names
            .Where(static name => Profiles.Open(name).Model.Parameters.ReadsScenarios)
            .Select(name => ("scenarios", Profiles.ReadScenarios(name))));

        string[] verdicts = await Validate(documents);

        output.WriteLine($"{verdicts.Length} documents validated");
        Assert.All(verdicts, verdict => Assert.Equal("valid", verdict));
    }

    // What the reader refuses for its shape the schema refuses too; what it refuses for its meaning the schema lets
    // pass.
    [NodeFact]
    public async Task Schema_EveryRefusal_AgreesWithTheReaderOnShapes()
    {
        Refusal[] cases = [.. Refusals.All];
        List<(string Schema, byte[] Document)> documents =
            [.. cases.Select(one => (Samples.SchemaOf(one.File), one.Document))];

        string[] verdicts = await Validate(documents);

        output.WriteLine($"{verdicts.Length} changed documents validated");
        Assert.Equal(
            cases.Select(one => $"{one.File} {one.Place} {one.Json} refused: {one.Shape}"),
            cases.Zip(verdicts, (one, verdict) => $"{one.File} {one.Place} {one.Json} refused: {verdict != "valid"}"));
    }

    [Fact]
    public void Open_UnknownName_IsRefused()
    {
        MarginException refusal = Assert.Throws<MarginException>(() => Verifiable.Documents.Schemas.Open("bundle"));

        Assert.Equal(ErrorCode.SchemaUnknown, refusal.Code);
    }

    [Fact]
    public void Open_EveryName_IsADraft2020Schema()
    {
        IEnumerable<string?> drafts = Verifiable.Documents.Schemas.Names
            .Select(name => JsonDocument.Parse(Verifiable.Documents.Schemas.Open(name)))
            .Select(schema => schema.RootElement.GetProperty("$schema").GetString());

        Assert.All(drafts, draft => Assert.Equal("https://json-schema.org/draft/2020-12/schema", draft));
    }

    private static async Task<string[]> Validate(List<(string Schema, byte[] Document)> documents)
    {
        string lines = string.Concat(documents.Select(row => JsonSerializer.Serialize(
            new { schema = row.Schema, document = Encoding.UTF8.GetString(row.Document) }) + "\n"));
        (int exitCode, string printed) = await NodeScript.Run("scripts/validate-documents.mjs", lines);

        Assert.True(exitCode == 0, printed);
        string[] verdicts = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(documents.Count, verdicts.Length);
        return verdicts;
    }
}
