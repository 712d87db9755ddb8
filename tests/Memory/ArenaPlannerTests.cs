using System.Collections.Generic;
using EdgeRuntime.Memory;
using EdgeRuntime.Random;
using Xunit;

namespace Tests.Memory;

public class ArenaPlannerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(150)]
    [InlineData(2500)]
    public void BlocksThatLiveTogetherNeverOverlap(int count)
    {
        for (ulong seed = 0; seed < (count > 1000 ? 1u : 20u); seed++)
        {
            List<Lifetime> blocks = Blocks(count, seed);
            MemoryPlan plan = ArenaPlanner.Plan(blocks);
            for (int i = 0; i < count; i++)
            {
                Assert.Equal(0, plan.Offsets[i] % ArenaPlanner.Alignment);
                Assert.True(plan.Offsets[i] + blocks[i].Bytes <= plan.Bytes);
                for (int j = 0; j < i; j++)
                {
                    bool apart = plan.Offsets[i] + blocks[i].Bytes <= plan.Offsets[j] || plan.Offsets[j] + blocks[j].Bytes <= plan.Offsets[i];
                    Assert.True(apart || !blocks[i].Overlaps(blocks[j]), $"blocks {i} and {j} of seed {seed} overlap");
                }
            }

            Assert.True(plan.Bytes >= plan.Peak.Bytes);
        }
    }

    [Fact]
    public void AChainTakesItsTwoLargestNeighbours()
    {
        List<Lifetime> blocks = [new("a", 6400, 0, 1), new("b", 12800, 1, 2), new("c", 3200, 2, 3), new("d", 9600, 3, 4)];
        Assert.Equal(19200, ArenaPlanner.Plan(blocks).Bytes);
    }

    [Fact]
    public void TheSameBlocksGiveTheSamePlan() =>
        Assert.Equal(ArenaPlanner.Plan(Blocks(60, 3)).Offsets, ArenaPlanner.Plan(Blocks(60, 3)).Offsets);

    [Fact]
    public void RandomLivesComeWithinATenthOfTheLowerBound()
    {
        long needed = 0, bound = 0;
        for (ulong seed = 0; seed < 10; seed++)
        {
            MemoryPlan plan = ArenaPlanner.Plan(Blocks(50, seed));
            needed += plan.Bytes;
            bound += plan.Peak.Bytes;
        }

        Assert.True(needed <= bound * 1.1, $"{needed} bytes for a bound of {bound}");
    }

    private static List<Lifetime> Blocks(int count, ulong seed)
    {
        CounterRandom random = new(seed, 0);
        List<Lifetime> blocks = [];
        for (int i = 0; i < count; i++)
        {
            int first = random.Below(count, (ulong)(i * 3));
            int length = random.Below(6, (ulong)((i * 3) + 1));
            blocks.Add(new Lifetime($"b{i}", 1 + random.Below(10_000, (ulong)((i * 3) + 2)), first, first + length));
        }

        return blocks;
    }
}
