using System;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>The key folder: no name leaves it, and what else lies in it hides no key.</summary>
public sealed class KeyFolderTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData(".hidden")]
    [InlineData("-")]
    [InlineData("é")]
    public async Task New_NameOfAnotherForm_IsRefusedAndMakesNothing(string name)
    {
        Outcome outcome = await CommandLine.RunAsync(
            folder.Path, "keys", "new", "--password-file", "password", "--scrypt-cost", "4", "--json", "--", name);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((3, ErrorCode.IdentifierMalformed), (outcome.Code, refusal.Code));
        Assert.Contains("[A-Za-z0-9][A-Za-z0-9._-]{0,63}", refusal.Accepted, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File($"keys/{name}.json")));
    }

    [Fact]
    public async Task List_JunkAmongTheKeys_ListsTheKeysAndWarns()
    {
        string keys = folder.File("keys");
        Directory.CreateDirectory(keys);
        File.Copy(folder.File("key0.json"), Path.Combine(keys, "good.json"));
        File.Copy(folder.File("key1.json"), Path.Combine(keys, "zeta.json"));
        await File.WriteAllTextAsync(Path.Combine(keys, "junk.json"), "{ \"version\": 3 }");
        File.CreateSymbolicLink(Path.Combine(keys, "lost.json"), Path.Combine(keys, "nowhere"));

        Outcome text = await CommandLine.RunAsync(folder.Path, "keys", "list");
        Outcome json = await CommandLine.RunAsync(folder.Path, "keys", "list", "--json");

        Assert.Equal((0, 0), (text.Code, json.Code));
        Assert.Collection(
            text.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            static line => Assert.Matches("^good +0x[0-9A-Fa-f]{40}$", line),
            static line => Assert.Matches("^zeta +0x[0-9A-Fa-f]{40}$", line));
        Assert.Contains("KeystoreMalformed", text.Error, StringComparison.Ordinal);
        Assert.Contains("junk.json", text.Error, StringComparison.Ordinal);
        Assert.Contains("lost.json", text.Error, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json.Out);
        Assert.Collection(
            document.RootElement.EnumerateArray(),
            static row => Assert.False(row.TryGetProperty("warning", out _)),
            static row => Assert.Equal("KeystoreMalformed", WarningOf(row, "junk")),
            static row => Assert.Equal("FileUnreadable", WarningOf(row, "lost")),
            static row => Assert.Equal("zeta", row.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task List_KeyFolderIsAFile_IsRefused()
    {
        string home = Directory.CreateDirectory(folder.File("elsewhere")).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "keys"), string.Empty);

        Outcome outcome = await CommandLine.RunAsync(home, "keys", "list", "--json");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(
            (8, ErrorCode.FileUnreadable, "a file"), (outcome.Code, refusal.Code, refusal.Value));
    }

    private static string? WarningOf(JsonElement row, string name)
    {
        Assert.Equal(name, row.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("address").ValueKind);
        return row.GetProperty("warning").GetProperty("code").GetString();
    }
}
