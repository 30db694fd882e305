using System.Security.Cryptography;
using Bodega.Kernel;

namespace Bodega.Tests.Kernel;

public sealed class Keys : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "bodega-keys-" + RandomNumberGenerator.GetHexString(12));

    [Fact]
    public void Are_made_once_and_found_again()
    {
        var key = Ring().Key("codes");
        Assert.Equal(KeyRing.KeyBytes, key.Length);
        Assert.Equal(key, Ring().Key("codes"));
        Assert.NotEqual(key, Ring().Key("outbox"));
    }

    [Fact]
    public async Task Are_the_same_for_all_who_start_together()
    {
        // Many names, since it takes luck to meet the moment between a look and a step.
        for (var turn = 0; turn < 40; turn++)
        {
            using var start = new Barrier(8);
            var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    var ring = Ring();
                    start.SignalAndWait();
                    return Convert.ToHexString(ring.Key($"codes-{turn}"));
                }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.Single(keys.Distinct());
        }
    }

    [Fact]
    public void Can_be_read_by_their_owner_only()
    {
        if (OperatingSystem.IsWindows()) return;
        Ring().Key("codes");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "codes.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        Assert.Empty(Ring().ReadableByOthers());
    }

    [Fact]
    public void A_damaged_one_is_refused_not_replaced()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllBytes(Path.Combine(_folder, "codes.key"), new byte[31]);
        Assert.Throws<InvalidOperationException>(() => Ring().Key("codes"));
    }

    [Fact]
    public void Given_ones_are_used_as_they_are_and_leave_no_file()
    {
        Assert.Equal("0123456789abcdef"u8.ToArray(), new KeyRing(_folder, new Dictionary<string, string> { ["codes"] = "0123456789abcdef" }).Key("codes"));
        Assert.False(Directory.Exists(_folder));
    }

    [Fact]
    public void What_is_sealed_opens_under_the_same_key_and_unaltered_only()
    {
        var box = Ring().Seal("outbox", "hola"u8);
        Assert.Equal("hola"u8.ToArray(), Ring().Open("outbox", box));
        Assert.NotEqual(box, Ring().Seal("outbox", "hola"u8));
        Assert.ThrowsAny<CryptographicException>(() => Ring().Open("codes", box));
        Assert.ThrowsAny<CryptographicException>(() => Ring().Open("outbox", new byte[5]));
        box[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => Ring().Open("outbox", box));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private KeyRing Ring() => new(_folder, new Dictionary<string, string>());
}
