using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Verifiable.Documents.Importers;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Importers;

public sealed class VenueFileTests
{
    private static readonly string PlainText = string.Concat(Enumerable.Repeat("hello,world\n", 500));
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes(PlainText);

    [Fact]
    public void ToText_PlainBytes_AreTheText() => Assert.Equal("a,b\n", Text("a,b\n"u8.ToArray()));

    [Fact]
    public void ToText_ByteOrderMark_IsDropped() => Assert.Equal("a,b\n", Text([0xEF, 0xBB, 0xBF, .. "a,b\n"u8]));

    [Fact]
    public void ToText_GzipUnderAnyName_IsExpanded() => Assert.Equal(PlainText, Text(Compress(Plain)));

    [Fact]
    public void ToText_EmptyGzip_IsEmpty() => Assert.Empty(Text(Compress([])));

    /// <summary>The platform's stream reads a cut file without complaint; the importer must not.</summary>
    [Fact]
    public void ToText_GzipCutAnywhere_IsRefused()
    {
        byte[] stored = Compress(Plain);
        for (int length = 2; length < stored.Length; length++)
        {
            Assert.Equal(ErrorCode.EncodingMalformed, Refusal(stored[..length]));
        }
    }

    /// <summary>Some bits (time stamp, padding, a distance of two periods for one) do not matter to the text.</summary>
    [Fact]
    public void ToText_GzipWithOneBitChanged_IsRefusedOrTheSameText()
    {
        byte[] stored = Compress(Plain);
        int refused = 0;
        for (int bit = 0; bit < 8 * stored.Length; bit++)
        {
            byte[] damaged = [.. stored];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            string? text = null;

            MarginException? refusal = Record.Exception(() => text = Text(damaged)) as MarginException;

            Assert.True(refusal?.Code == ErrorCode.EncodingMalformed || text == PlainText, $"bit {bit}");
            refused += refusal is null ? 0 : 1;
        }

        Assert.InRange(refused, 8 * stored.Length / 2, 8 * stored.Length);
    }

    [Fact]
    public void ToText_BytesAfterGzip_AreRefused() =>
        Assert.Equal(ErrorCode.EncodingMalformed, Refusal([.. Compress(Plain), 0]));

    [Fact]
    public void ToText_TwoGzipMembers_AreRefused() =>
        Assert.Equal(ErrorCode.EncodingMalformed, Refusal([.. Compress(Plain), .. Compress(Plain)]));

    /// <summary>A bomb of 1 GiB of zeros in one MiB: refused at the bound, in the memory of the bound.</summary>
    [Fact]
    public void ToText_GzipBomb_IsRefusedInBoundedMemory()
    {
        byte[] bomb = CompressZeros(1 << 30);
        long before = GC.GetAllocatedBytesForCurrentThread();

        ErrorCode code = Refusal(bomb);

        Assert.Equal(ErrorCode.DocumentTooLarge, code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4L * VenueFile.MaxBytes);
    }

    [Theory]
    [InlineData(0, ErrorCode.None)]
    [InlineData(1, ErrorCode.DocumentTooLarge)]
    public void ToText_AroundTheLargestSize_IsReadOrRefused(int beyond, ErrorCode expected) =>
        Assert.Equal(expected, Refusal(CompressZeros(VenueFile.MaxBytes + beyond)));

    [Fact]
    public void ToText_PlainBeyondTheLargestSize_IsRefused() =>
        Assert.Equal(ErrorCode.DocumentTooLarge, Refusal(new byte[VenueFile.MaxBytes + 1]));

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public void ToText_NotUtf8_IsRefused(byte[] content) => Assert.Equal(ErrorCode.EncodingMalformed, Refusal(content));

    [Fact]
    public void Read_FileOnDisk_HasItsNameAndBytes()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, Plain);

        VenueFile file = VenueFile.Read(path);
        File.Delete(path);

        Assert.Equal(path, file.Name);
        Assert.Equal(Plain, file.Content.ToArray());
    }

    [Theory]
    [InlineData("no-such-file")]
    [InlineData("")]
    [InlineData(".")]
    public void Read_NoSuchFile_IsRefusedByName(string path)
    {
        MarginException refusal = Assert.Throws<MarginException>(() => VenueFile.Read(path));

        Assert.Equal(ErrorCode.FileUnreadable, refusal.Code);
        Assert.Equal(path, refusal.File);
    }

    private static string Text(byte[] content) => new VenueFile("chain", content).ToText();

    private static ErrorCode Refusal(byte[] content) =>
        (Record.Exception(() => Text(content)) as MarginException)?.Code ?? ErrorCode.None;

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream stored = new();
        using (GZipStream stream = new(stored, CompressionLevel.Optimal))
        {
            stream.Write(content);
        }

        return stored.ToArray();
    }

    private static byte[] CompressZeros(int length)
    {
        byte[] block = new byte[1 << 20];
        using MemoryStream stored = new();
        using (GZipStream stream = new(stored, CompressionLevel.Fastest))
        {
            for (int left = length; left > 0; left -= block.Length)
            {
                stream.Write(block, 0, Math.Min(left, block.Length));
            }
        }

        return stored.ToArray();
    }
}
