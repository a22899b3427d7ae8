using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Documents.Files;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Files;

public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verifiable-").FullName;

    private string Target => Path.Combine(_folder, "out.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_NewAndOldFile_HoldsTheBytesAndNothingBeside()
    {
        AtomicFile.Write(Target, "first"u8);
        AtomicFile.Write(Target, "second"u8);

        Assert.Equal("second", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_FolderMissing_IsUnwritable()
    {
        string target = Path.Combine(_folder, "none", "out.json");

        MarginException refusal = Assert.Throws<MarginException>(() => AtomicFile.Write(target, "x"u8));

        Assert.Equal((ErrorCode.FileUnwritable, target), (refusal.Code, refusal.File));
    }

    [Fact]
    public void Write_RenameFails_LeavesNothingBeside()
    {
        Directory.CreateDirectory(Path.Combine(Target, "occupied"));

        MarginException refusal = Assert.Throws<MarginException>(() => AtomicFile.Write(Target, "x"u8));

        Assert.Equal(ErrorCode.FileUnwritable, refusal.Code);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    // A reader at any moment sees one whole version, which is also what a kill at that moment leaves behind.
    [Fact]
    public async Task Write_WhileOthersRead_IsNeverHalf()
    {
        byte[] ones = [.. Enumerable.Repeat((byte)'1', 300_000)];
        byte[] twos = [.. Enumerable.Repeat((byte)'2', 400_000)];
        AtomicFile.Write(Target, ones);
        using CancellationTokenSource stop = new();
        Task<int> reading = Task.Run(() =>
        {
            int reads = 0;
            for (; !stop.IsCancellationRequested || reads == 0; reads++)
            {
                byte[] seen = BoundedFile.Read(Target, 500_000);
                Assert.Equal(seen[0] == '1' ? ones : twos, seen);
            }

            return reads;
        });

        for (int i = 0; i < 50; i++)
        {
            AtomicFile.Write(Target, i % 2 == 0 ? twos : ones);
        }

        await stop.CancelAsync();
        Assert.InRange(await reading, 1, int.MaxValue);
    }

    [Fact]
    public void Read_MissingFileAndFolder_AreUnreadable()
    {
        Assert.Equal(
            ErrorCode.FileUnreadable, Assert.Throws<MarginException>(() => BoundedFile.Read(Target, 10)).Code);
        Assert.Equal(
            ErrorCode.FileUnreadable, Assert.Throws<MarginException>(() => BoundedFile.Read(_folder, 10)).Code);
        Assert.Equal(
            ErrorCode.FileUnreadable, Assert.Throws<MarginException>(() => BoundedFile.Read("a\0b", 10)).Code);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 10)]
    [InlineData(65_536, 65_536)]
    [InlineData(200_000, 200_000)]
    [InlineData(200_000, 1 << 20)]
    public void Read_UpToTheLimit_IsTheWholeFile(int length, int maxBytes)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];
        File.WriteAllBytes(Target, bytes);

        Assert.Equal(bytes, BoundedFile.Read(Target, maxBytes));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(11, 10)]
    [InlineData(200_001, 200_000)]
    public void Read_OneByteMore_IsTooLarge(int length, int maxBytes)
    {
        File.WriteAllBytes(Target, new byte[length]);

        MarginException refusal = Assert.Throws<MarginException>(() => BoundedFile.Read(Target, maxBytes));

        Assert.Equal((ErrorCode.DocumentTooLarge, Target), (refusal.Code, refusal.File));
    }

    [Fact]
    public void Read_EndlessStream_IsTooLarge()
    {
        using Stream endless = new EndlessStream();

        MarginException refusal = Assert.Throws<MarginException>(() => BoundedFile.Read(endless, 1 << 20, "-"));

        Assert.Equal((ErrorCode.DocumentTooLarge, "-"), (refusal.Code, refusal.File));
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Math.Min(count, 1_000);

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
