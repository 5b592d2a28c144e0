#include "cli/background_worker.h"

#include <gtest/gtest.h>

#include <vector>

namespace aduan {
namespace {

TEST(BackgroundWorker, CarriesWorksOutInTheirOrder) {
  std::vector<int> done;
  BackgroundWorker<int> worker(2, [&](int work) {
    done.push_back(work);
    return success();
  });
  std::vector<int> put;
  for (int i = 0; i < 100; ++i) {
    put.push_back(i);
    ASSERT_TRUE(worker.put(i));
  }
  ASSERT_TRUE(worker.wait());
  EXPECT_EQ(done, put);
}

TEST(BackgroundWorker, AFailureIsToldToWhoeverWaitsAndNothingFollowsIt) {
  std::vector<int> done;
  BackgroundWorker<int> worker(8, [&](int work) -> Result<void> {
    if (work == 2) return Error{ErrorKind::unavailable, "the disk is full"};
    done.push_back(work);
    return success();
  });
  for (int i = 1; i <= 2; ++i) ASSERT_TRUE(worker.put(i));
  const auto waited = worker.wait();
  ASSERT_FALSE(waited);
  EXPECT_EQ(waited.error().message, "the disk is full");
  const auto later = worker.put(3);
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().message, "the disk is full");
  EXPECT_EQ(done, std::vector{1});
}

}  // namespace
}  // namespace aduan
